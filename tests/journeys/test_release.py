"""Results that wait for each other, on the web and by the API: nobody sees them, one may change them, HR moves the day."""

import re

import pytest
from knox.models import AuthToken
from rest_framework.test import APIClient

from appraisal.models import Appraisal, Cycle
from audit.models import Access
from tests.counting import statements
from tests.office import DAY, NOW, RATINGS, TODAY, Office
from tests.workflow.walking import walk
from workflow.beside import receive_result, revise
from workflow.personal import collect
from workflow.sweeper import sweep

REASON = "Bukti kedua belum saya hitung."
ABOVE = RATINGS | {"results_rating": "above", "reason": REASON}
SECRETS = ("Sesuai bukti", REASON, "ekspektasi")


@pytest.fixture
def office(db, time_machine):
    """Rated on the second day, released on the 25th; it is the third."""
    time_machine.move_to(NOW, tick=False)
    office = Office(release=25)
    walk(office, "0 submit supervisor_review\n 2 submit awaiting_release")
    time_machine.move_to(NOW + 3 * DAY, tick=False)
    return office


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def api(user):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {AuthToken.objects.create(user)[1]}")
    return client


def as_(client, user):
    client.force_login(user)
    return client


def released(office, time_machine, *, opened=True):
    time_machine.move_to(NOW + 26 * DAY, tick=False)
    sweep(NOW + 26 * DAY)
    if opened:
        receive_result(office.step().pk, by=office.employee, at=NOW + 26 * DAY)


def form_of(client, office):
    page = client.get(f"/appraisals/{office.appraisal.pk}/revise/").content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("version", "key")}


def send(client, office, **changes):
    """Typed, checked, confirmed: (the check page, the answer)."""
    typed = form_of(client, office) | ABOVE | changes
    url = f"/appraisals/{office.appraisal.pk}/revise/"
    return client.post(url, typed), client.post(url, typed | {"confirm": "1"}), typed


# --- before the release ---


def test_the_check_page_of_a_review_says_that_the_result_waits(client, office):
    office.appraisal = office.launch([office.stranger])[0]
    office.take("submit", {"statement": "x"}, at=NOW + 3 * DAY)
    step = office.step()
    rated = {
        "results_rating": "meets",
        "behaviour_rating": "meets",
        "reason": "Sesuai.",
        "do": "check",
        "outcome": "submit",
    }
    as_(client, office.supervisor).post(f"/tasks/{step.pk}/", rated)
    page = text(client.get(f"/tasks/{step.pk}/check/submit/"))
    assert "menunggu rilis bersama, 27 Nov 2026 pukul 00.00" in page
    assert "dapat mengubah rating dengan alasan" in page


@pytest.mark.parametrize("who", ["employee", "hr", "inspector"])
def test_whoever_sees_the_case_sees_nothing_of_the_result(client, office, who):
    revise(office.appraisal.pk, data=ABOVE, by=office.supervisor, at=NOW + 3 * DAY)
    pk, person = office.appraisal.pk, getattr(office, who)
    as_(client, person)
    if who != "employee":
        client.post(f"/appraisals/{pk}/purpose/", {"purpose": "Aduan 12"})
    page = text(client.get(f"/appraisals/{pk}/"))
    assert "Menunggu rilis bersama" in page
    assert not [secret for secret in SECRETS if secret in page]
    assert client.get(f"/appraisals/{pk}/revise/").status_code == 403
    told = api(person).get(f"/api/v1/appraisals/{pk}/").json()
    assert (told["stage"], told["results_rating"], told["predicate"]) == ("awaiting_release", None, None)
    assert not [secret for secret in SECRETS if secret in str(told)]
    assert "results_rating" not in str(told["history"])


@pytest.mark.parametrize("who", ["second_level", "member_0", "stranger"])
def test_others_find_nothing(client, office, who):
    pk, person = office.appraisal.pk, getattr(office, who)
    as_(client, person)
    assert client.get(f"/appraisals/{pk}/").status_code == 404
    assert client.get(f"/appraisals/{pk}/revise/").status_code == 404
    assert api(person).post(f"/api/v1/appraisals/{pk}/revision/", {"data": ABOVE}, format="json").status_code == 404


def test_the_employees_copy_of_his_data_has_nothing_of_it(office, time_machine):
    revise(office.appraisal.pk, data=ABOVE, by=office.supervisor, at=NOW + 3 * DAY)
    told = str(collect(office.employee, NOW + 3 * DAY))
    assert not [secret for secret in SECRETS if secret in told]
    released(office, time_machine)
    told = str(collect(office.employee, NOW + 26 * DAY))
    assert REASON in told
    assert "'old': 'meets', 'new': 'above'" in told


def test_the_supervisor_finds_it_in_his_inbox_and_in_a_list(client, office):
    as_(client, office.supervisor)
    page = text(client.get("/inbox/"))
    assert "1 rating Anda menunggu rilis bersama 27 Nov 2026." in page
    listed = text(client.get("/appraisals/waiting/"))
    assert "Siti Rahmawati" in listed
    assert "Sesuai ekspektasi" in listed
    assert "Tidak ada rating yang menunggu rilis" in text(as_(client, office.employee).get("/appraisals/waiting/"))
    assert "menunggu rilis" not in text(client.get("/inbox/"))


def test_the_list_is_paged_by_key_and_costs_the_same(client, office):
    counts = []
    for size in (0, 30):
        cases = office.launch([type(office.hr).objects.create(username=f"e{n}", name="P") for n in range(size)])
        Appraisal.objects.filter(pk__in=[case.pk for case in cases]).update(
            stage="awaiting_release", predicate="good", results_rating="meets", behaviour_rating="meets"
        )
        as_(client, office.supervisor)
        with statements() as found:
            page = client.get("/appraisals/waiting/")
        counts.append(len(found))
    assert counts[0] == counts[1]
    more = re.search(r'href="(\?after=\d+)"', page.content.decode())[1]
    assert client.get(f"/appraisals/waiting/{more}").content.decode().count("/revise/") == 6


# --- a revision ---


def test_before_and_after_are_checked_and_receipted(client, office):
    as_(client, office.supervisor)
    assert "Ubah rating sebelum rilis" in text(client.get(f"/appraisals/{office.appraisal.pk}/"))
    check, done, typed = send(client, office)
    assert "Sesuai ekspektasi → Di atas ekspektasi" in text(check)
    assert "Baik (tetap)" in text(check)
    assert "Sesudah rilis pegawai membaca perubahan ini" in text(check)
    receipt = text(client.get(done["Location"]))
    assert "mengubah rating sebelum rilis" in receipt
    again = client.post(f"/appraisals/{office.appraisal.pk}/revise/", typed | {"confirm": "1"})
    assert again["Location"] == done["Location"]
    assert office.events().count("rating_revised") == 1
    page = text(client.get(f"/appraisals/{office.appraisal.pk}/"))
    assert "Rating diubah 1 kali sebelum rilis" in page


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, office):
    as_(client, office.supervisor)
    check, _done, _typed = send(client, office, reason="")
    assert check.status_code == 422
    check, _done, _typed = send(client, office, results_rating="meets")
    assert check.status_code == 422
    assert "Kedua rating sama" in text(check)
    assert REASON in check.content.decode()
    assert "rating_revised" not in office.events()


def test_a_page_that_is_stale_hears_so(client, office):
    as_(client, office.supervisor)
    typed = form_of(client, office) | ABOVE | {"confirm": "1"}
    revise(office.appraisal.pk, data=RATINGS | {"results_rating": "below", "reason": "x"}, by=office.supervisor, at=NOW)
    answer = client.post(f"/appraisals/{office.appraisal.pk}/revise/", typed)
    assert answer.status_code == 409
    assert "sudah berubah sejak Anda membukanya" in text(answer)
    assert REASON in answer.content.decode()


def test_after_the_release_the_page_says_why_not(client, office, time_machine):
    released(office, time_machine)
    answer = as_(client, office.supervisor).get(f"/appraisals/{office.appraisal.pk}/revise/")
    assert answer.status_code == 409
    assert "sudah dirilis" in text(answer)
    assert "Ubah rating sebelum rilis" not in text(client.get(f"/appraisals/{office.appraisal.pk}/"))


def test_a_delegate_finds_and_changes_it(client, office):
    office.delegate(office.supervisor, office.stranger)
    as_(client, office.stranger)
    listed = text(client.get("/appraisals/waiting/"))
    assert "atas nama Hasan Nauli" in listed
    assert "ekspektasi" not in listed
    _check, done, _typed = send(client, office)
    assert done["Location"] == "/appraisals/waiting/"
    assert office.events()[-1] == "rating_revised"
    looked = Access.objects.get(viewer=office.stranger)
    assert (looked.on_behalf_of, looked.capacity) == (office.supervisor, "delegate")


def test_the_api_does_the_same(office, time_machine):
    url, version = f"/api/v1/appraisals/{office.appraisal.pk}/revision/", Appraisal.objects.get().version
    client = api(office.supervisor)
    body, key = {"data": ABOVE, "version": version}, {"HTTP_IDEMPOTENCY_KEY": "k1"}
    first = client.post(url, body, format="json", **key)
    assert first.status_code == 200
    assert set(first.json()["receipt"]) == {"number", "at", "step", "outcome", "n", "leaf"}
    assert client.post(url, body, format="json", **key).json() == first.json()
    assert client.post(url, body, format="json").status_code == 409
    assert client.post(url, {"data": ABOVE | {"x": 1}}, format="json").status_code == 400
    assert client.post(url, {"data": ABOVE}, format="json").status_code == 400
    assert api(office.hr).post(url, {"data": ABOVE}, format="json").status_code == 403
    assert "revision" in client.get("/api/schema/").content.decode()
    released(office, time_machine)
    assert api(office.supervisor).post(url, {"data": RATINGS | {"reason": "x"}}, format="json").status_code == 409


# --- after it ---


def test_the_employee_reads_each_change_with_its_reason(client, office, time_machine):
    revise(office.appraisal.pk, data=ABOVE, by=office.supervisor, at=NOW + 3 * DAY)
    released(office, time_machine, opened=False)
    as_(client, office.employee)
    pk = office.appraisal.pk
    assert REASON not in text(client.get(f"/appraisals/{pk}/"))  # not opened yet
    receive_result(office.step().pk, by=office.employee, at=NOW + 26 * DAY)
    for url in (f"/appraisals/{pk}/", f"/tasks/{office.step().pk}/"):
        page = text(client.get(url))
        assert "Rating diubah 1 kali sebelum rilis" in page
        assert "Hasil kerja: Sesuai ekspektasi menjadi Di atas ekspektasi." in page
        assert REASON in page
        assert "Hasan Nauli" in page
        assert "dirilis Sab 28 Nov 2026" in page  # when it was released, not rated
    told = api(office.employee).get(f"/api/v1/appraisals/{pk}/").json()
    [line] = [row for row in told["history"] if row["reason"] == REASON]
    assert {"field": "results_rating", "old": "meets", "new": "above"} in line["changes"]


# --- HR ---


def test_a_period_has_a_day_where_its_policy_says_so(client, office):
    as_(client, office.hr)
    typed = {
        "name": "Triwulan I 2027", "slug": "", "policy": office.policy.pk, "starts_on": "2027-01-01",
        "ends_on": "2027-03-31", "self_assessment_on": "2027-04-12", "review_on": "2027-04-26", "meeting_on": "2027-05-20",
    }  # fmt: skip
    for day, sentence in (
        ("", "Isi tanggal rilisnya"),
        ("2027-04-26", "sesudah batas penilaian atasan"),
        ("2027-05-21", "tidak boleh sesudah rapat komite"),
    ):
        answer = client.post("/cycles/new/", typed | {"release_on": day})
        assert answer.status_code == 422
        assert sentence in text(answer)
    client.post("/cycles/new/", typed | {"release_on": "2027-04-28"})
    assert str(Cycle.objects.get(slug="triwulan-i-2027").release_on) == "2027-04-28"
    page = text(client.get("/cycles/triwulan-i-2027/"))
    assert "Rilis bersama" in page
    assert "bila dibuka 28 Apr 2027, sampai 12 Mei 2027" in page


def test_the_policy_page_says_when_results_are_released(client, office):
    page = text(as_(client, office.hr).get(f"/policies/{office.policy.slug}/1/"))
    assert "Bersama, pada tanggal rilis periode" in page


def test_the_cockpit_counts_what_waits_as_rated(client, office):
    page = text(as_(client, office.hr).get("/cycles/triwulan-iii-2026/cockpit/"))
    assert "1 dari 1 sudah dinilai (100 %)" in page
    assert "Menunggu rilis 1" in page
    assert "rilis bersama 27 Nov 2026" in page


def test_hr_moves_the_day_and_releases_now(client, office, time_machine):
    as_(client, office.hr)
    url, typed = "/cycles/triwulan-iii-2026/reschedule/", {"release_on": "2026-11-30", "reason": "Rapat pindah."}
    check = text(client.post(url, typed))
    assert "1 hasil sedang menunggu." in check
    done = client.post(url, typed | {"confirm": "1"})
    assert "memindahkan rilis bersama dari 27 November 2026 ke 30 November 2026" in text(client.get(done["Location"]))
    assert Cycle.objects.get().release_on == TODAY + 28 * DAY
    time_machine.move_to(NOW + 22 * DAY, tick=False)
    as_(client, office.hr)
    url, typed = "/cycles/triwulan-iii-2026/release/", {"reason": "Semua sudah dinilai."}
    assert "tidak dapat dibatalkan" in text(client.post(url, typed))
    client.post(url, typed | {"confirm": "1"})
    assert sweep(NOW + 22 * DAY) == 1
    assert office.stage() == "employee_response"
    assert "Rilis sekarang" not in text(client.get("/cycles/triwulan-iii-2026/cockpit/"))
