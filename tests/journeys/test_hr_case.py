"""What HR does to one case, and the second level to a late objection: typed, checked, done, refused."""

import re
from dataclasses import replace

import pytest

from appraisal.models import Appraisal, Delivery
from organization.roles import Role
from tests.office import DAY, NOW
from tests.people import make_employee, make_post
from workflow import beside, sweeper
from workflow.models import Step
from workflow.refusals import Busy
from workflow.views.hr import case

REASSIGN = {"role": "supervisor", "to": "Lamhot Simbolon", "capacity": "plt", "reason": "Mutasi."}
HANDOVER = {"handed_over_on": "2026-11-02", "witness": "Anita Pane", "letter_no": "800/7/2026"}
CORRECTION = {
    "results_rating": "above", "behaviour_rating": "above", "authority": "Putusan PTUN",
    "letter_no": "800/8/2026", "reason": "Putusan pengadilan.",
}  # fmt: skip


@pytest.fixture
def hr(client, office):
    client.force_login(office.hr)
    return office


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page(office, verb):
    return f"/appraisals/{office.appraisal.pk}/{verb}/"


def act(client, office, verb, typed):
    """The check page first; then the button on it."""
    check = client.post(page(office, verb), typed)
    assert check.status_code == 200, text(check)
    assert "Belum ada yang tersimpan" in text(check)
    for name, value in typed.items():
        assert f'name="{name}" value="{value}"' in check.content.decode()
    return client.post(page(office, verb), typed | {"confirm": "1"})


def test_another_supervisor_takes_over(client, hr):
    step = hr.bring_to("supervisor_review")
    form = client.get(page(hr, "reassign"))
    assert "Siti Rahmawati" in text(form)
    done = act(client, hr, "reassign", REASSIGN)
    assert done["Location"] == f"/appraisals/{hr.appraisal.pk}/"
    hr.appraisal.refresh_from_db()
    assert (hr.appraisal.supervisor, hr.appraisal.supervisor_capacity) == (hr.stranger, "plt")
    assert Step.objects.get(pk=step.pk).owner == hr.stranger


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"to": "Tidak Ada"}, "Tidak ada yang cocok"),
        ({"to": ""}, "Dialihkan kepada"),
        ({"role": ""}, "Peran yang dialihkan"),
        ({"reason": " "}, "Alasan"),
        ({"to": "Siti Rahmawati"}, "belum menjadi pihak"),
        ({"capacity": "king"}, "Kedudukan"),
    ],
)
def test_a_reassignment_that_cannot_be_is_refused_at_its_field(client, hr, changes, sentence):
    answer = client.post(page(hr, "reassign"), REASSIGN | changes | {"confirm": "1"})
    assert answer.status_code == 422
    assert sentence in text(answer)
    hr.appraisal.refresh_from_db()
    assert hr.appraisal.supervisor == hr.supervisor


def test_people_with_one_name_are_told_apart(client, hr):
    twin = make_employee("Lamhot Simbolon", post=make_post("Lurah", kind="pengawas"))
    asked = client.post(page(hr, "reassign"), REASSIGN)
    assert asked.status_code == 422
    assert "Lurah, Dinas Kesehatan" in text(asked)
    chosen = REASSIGN | {"to_choice": str(twin.pseudonym)}
    assert act(client, hr, "reassign", chosen).status_code == 302
    hr.appraisal.refresh_from_db()
    assert hr.appraisal.supervisor == twin


def test_a_case_is_ended_with_a_reason(client, hr):
    assert client.post(page(hr, "cancel"), {"reason": ""}).status_code == 422
    done = act(client, hr, "cancel", {"reason": "Pensiun 1 Oktober."})
    assert done.status_code == 302
    assert hr.stage() == "cancelled"
    over = client.get(page(hr, "cancel"))
    assert over.status_code == 409
    assert "Berkas ini sudah berakhir." in text(over)
    again = client.post(page(hr, "cancel"), {"reason": "Lagi.", "confirm": "1"})
    assert again.status_code == 409
    assert "Lagi." in again.content.decode()
    assert client.get(page(hr, "reassign")).status_code == 409


def test_a_paper_handover_says_until_when_one_may_object(client, hr, time_machine):
    hr.bring_to("employee_response")
    time_machine.move_to(NOW + 5 * DAY, tick=False)
    client.force_login(hr.hr)
    check = client.post(page(hr, "delivery"), HANDOVER)
    assert "berakhir Senin, 16 November 2026 pukul 23.59" in text(check)
    assert act(client, hr, "delivery", HANDOVER).status_code == 302
    delivery = Delivery.objects.get(appraisal=hr.appraisal)
    assert (str(delivery.handed_over_on), delivery.witness) == ("2026-11-02", "Anita Pane")
    again = client.get(page(hr, "delivery"))
    assert again.status_code == 409
    assert "Hasil ini sudah diterima pegawai." in text(again)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"handed_over_on": "2026-11-01"}, "sebelum hasil dirilis"),
        ({"handed_over_on": "2026-11-03"}, "di masa depan"),
        ({"handed_over_on": ""}, "Tanggal penyerahan"),
        ({"witness": "<script>x</script>"}, "tanpa kode HTML"),
        ({"letter_no": ""}, "Nomor surat"),
    ],
)
def test_a_handover_that_cannot_be_is_refused_at_its_field(client, hr, changes, sentence):
    hr.bring_to("employee_response")
    answer = client.post(page(hr, "delivery"), HANDOVER | changes)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Delivery.objects.exists()


def test_nothing_is_handed_over_before_the_release(client, hr):
    early = client.get(page(hr, "delivery"))
    assert early.status_code == 409
    assert "selama hasil menunggu tanggapan pegawai" in text(early)


def test_a_final_appraisal_is_replaced_by_letter(client, hr):
    hr.bring_to("final")
    done = act(client, hr, "supersede", CORRECTION)
    made = Appraisal.objects.get(supersedes=hr.appraisal)
    assert done["Location"] == f"/appraisals/{made.pk}/"
    assert (made.predicate, made.supersede_letter_no) == ("very_good", "800/8/2026")
    again = client.post(page(hr, "supersede"), CORRECTION | {"confirm": "1"})
    assert again.status_code == 409
    assert "Putusan PTUN" in again.content.decode()


def test_what_is_not_final_is_not_replaced(client, hr):
    early = client.get(page(hr, "supersede"))
    assert early.status_code == 409
    assert "Hanya penilaian yang sudah final" in text(early)


def test_a_late_objection_is_admitted_by_the_second_level(client, office, time_machine):
    step = office.bring_to("employee_response")
    beside.receive_result(step.pk, by=office.employee, at=NOW)
    time_machine.move_to(NOW + 16 * DAY, tick=False)
    sweeper.sweep(NOW + 16 * DAY)
    assert office.stage() == "committee_vote"
    client.force_login(office.second_level)
    ground = {"ground": "Gangguan sistem 16 November pukul 20.00 sampai 23.59."}
    assert "7 hari lagi" in text(client.post(page(office, "admit-late"), ground))
    assert act(client, office, "admit-late", ground).status_code == 302
    assert office.stage() == "employee_response"
    again = client.post(page(office, "admit-late"), ground | {"confirm": "1"})
    assert again.status_code == 409


def test_a_late_objection_is_not_hrs_to_admit(client, hr):
    refused = client.get(page(hr, "admit-late"))
    assert refused.status_code == 403
    assert "atasan pejabat penilai" in text(refused)


@pytest.mark.parametrize("verb", ["reassign", "cancel", "delivery", "supersede"])
def test_whoever_is_a_party_leaves_it_to_a_colleague(client, office, verb):
    office.supervisor.roles = [Role.HR_ADMIN]
    office.supervisor.save()
    client.force_login(office.supervisor)
    for answer in (client.get(page(office, verb)), client.post(page(office, verb), {"confirm": "1"})):
        assert answer.status_code == 403
        assert "Anda pihak dalam berkas ini" in text(answer)


@pytest.mark.parametrize("verb", ["reassign", "cancel", "delivery", "supersede", "admit-late"])
def test_there_is_no_such_case(client, hr, verb):
    assert client.get(f"/appraisals/999/{verb}/").status_code == 404
    assert client.post(f"/appraisals/999/{verb}/", {"confirm": "1"}).status_code == 404


def test_a_busy_case_says_to_ask_again(client, hr, monkeypatch):
    def busy(*args, **kwargs):
        raise Busy("Berkas ini sedang dikerjakan orang lain.")

    monkeypatch.setitem(case.ACTS, "cancel", replace(case.CANCEL, door=busy))
    answer = client.post(page(hr, "cancel"), {"reason": "Pensiun.", "confirm": "1"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Pensiun." in answer.content.decode()


def test_the_menu_marks_where_hr_is(office, client):
    """HR stands among all cases here, not among its own."""
    client.force_login(office.hr)
    for path in ("", "reassign/", "cancel/"):
        page = client.get(f"/appraisals/{office.appraisal.pk}/{path}")
        marked = [item["url"] for _title, items, _needs in page.context["menu"] for item in items if item["is_here"]]
        assert marked == ["/appraisals/?tab=all"]
