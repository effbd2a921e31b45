"""HR extends after the end: the check page says what comes back and what stays, the result page what became of each."""

import re

import pytest

from organization.models import User
from tests.office import DAY, NOW
from workflow import drafts
from workflow.desk import bulk
from workflow.models import Bulk, Step
from workflow.sweeper import sweep
from workflow.views.hr import reopened

SLUG = "triwulan-iii-2026"
EXTEND = f"/cycles/{SLUG}/extend/"
TYPED = {
    "scope": "unit", "unit": "Kominfo", "person": "", "step": "self_assessment", "until": "2026-12-01",
    "letter_no": "800/9/2026", "reason": "Dirawat di rumah sakit.",
}  # fmt: skip


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def silent(client, office, time_machine):
    """Three cases whose self-assessment lapsed; the supervisor has begun to rate one of them."""
    office.launch(User.objects.bulk_create([User(username=f"p{n}", name=f"Rekan {n}") for n in range(2)]))
    assert sweep(NOW + 18 * DAY) == 3
    begun = Step.objects.get(case__appraisal__employee__username="p1", completed_at=None)
    drafts.keep(begun, author=office.supervisor, typed={"reason": "Baik"}, at=NOW + 18 * DAY)
    time_machine.move_to(NOW + 19 * DAY, tick=False)
    client.force_login(office.hr)
    return office


def confirm(client, **changes):
    return client.post(EXTEND, TYPED | changes | {"confirm": "1"}, follow=True)


def test_the_check_page_tells_what_comes_back_and_what_stays(client, silent):
    page = text(client.post(EXTEND, TYPED))
    assert "Tidak ada tugas terbuka yang batasnya bergeser saat ini." in page
    assert "2 berkas yang batasnya sudah lewat dibuka kembali; tahap yang sedang terbuka ditutup." in page
    assert "1 berkas tetap ditutup (Rekan 1): Tahap berikutnya sudah punya draf" in page
    assert not Bulk.objects.exists()


def test_many_that_stay_are_counted_and_the_first_named(client, silent):
    silent.launch(User.objects.bulk_create([User(username=f"q{n}", name=f"Lain {n}") for n in range(6)]))
    sweep(NOW + 28 * DAY)
    for step in Step.objects.filter(completed_at=None, case__appraisal__employee__username__startswith="q"):
        drafts.keep(step, author=silent.supervisor, typed={"reason": "Baik"}, at=NOW + 28 * DAY)
    page = text(client.post(EXTEND, TYPED))
    assert "7 berkas tetap ditutup (di antaranya Rekan 1, Lain 0, Lain 1, Lain 2, Lain 3): Tahap" in page


def test_each_case_has_its_result_and_its_owner_can_go_on(client, silent):
    done = confirm(client)
    page = text(done)
    assert done.redirect_chain[-1][0] == f"/cycles/{SLUG}/receipts/0/cases/"
    assert "2 berkas dibuka kembali, 1 tetap ditutup." in page
    assert page.index("Rekan 1") < page.index("Siti Rahmawati")  # those that stay come first
    assert "masih dapat mengembalikannya" in page
    assert f"/cycles/{SLUG}/receipts/0/cases/" in client.get(f"/cycles/{SLUG}/receipts/0/").content.decode()
    case = f"/appraisals/{silent.appraisal.pk}/"
    told = text(client.get(case))
    assert (
        "membuka kembali tahap Penilaian mandiri, yang berakhir karena batasnya lewat, sampai 1 Desember 2026" in told
    )
    assert "Dirawat di rumah sakit." in told
    client.force_login(silent.employee)
    page = text(client.get(case))
    assert "s.d. 1 Des 2026" in page  # the stepper
    assert "Anda mendapat waktu lagi: Isi penilaian mandiri" in text(client.get("/notices/"))
    assert client.get(f"/tasks/{silent.step().pk}/").status_code == 200


def test_whose_task_closed_reads_why(client, silent):
    closed = silent.step().pk
    confirm(client)
    client.force_login(silent.supervisor)
    page = text(client.get(f"/tasks/{closed}/", follow=True))
    assert "ditutup karena tahap sebelumnya mendapat waktu lagi" in page
    assert "Batas waktu diperpanjang, tahap dibuka kembali" in text(client.get("/notices/"))


def test_one_person_who_cannot_come_back_hears_why_at_the_field(client, silent):
    answer = confirm(client, scope="person", person="Rekan 1")
    assert answer.status_code == 422
    assert "Tahap berikutnya sudah punya draf" in text(answer)
    assert "Dirawat di rumah sakit." in answer.content.decode()


def test_what_takes_long_goes_on_without_the_page(client, silent, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(bulk, "AT_ONCE", -DAY)  # the two seconds are over before they begin
        page = text(confirm(client))
    assert "0 berkas dibuka kembali, 1 tetap ditutup, 2 menunggu." in page
    address = f"/cycles/{SLUG}/receipts/0/cases/"
    standing = client.get(address, headers={"accept": "application/json"}).json()
    assert (standing["over"], standing["percent"]) == (False, 33)
    bulk.run_waiting(NOW + 19 * DAY)
    assert client.get(address, headers={"accept": "application/json"}).json()["over"]
    assert "2 berkas dibuka kembali" in text(client.get(address))


def test_a_long_list_is_paged(client, silent, monkeypatch):
    monkeypatch.setattr(reopened, "PAGE", 2)
    page = confirm(client)
    assert len(page.context["pages"].rows) == 2
    more = client.get(page.redirect_chain[-1][0], {"after": page.context["pages"].more})
    assert len(more.context["pages"].rows) == 1
    assert "Ke awal" in text(more)


def test_colleagues_of_hr_see_it_nobody_else(client, silent):
    confirm(client)
    run, colleague = Bulk.objects.get(), User.objects.create(username="hr2", name="Rina", roles=["hr_admin"])
    address = f"/cycles/{SLUG}/receipts/0/cases/"
    for person, status in ((colleague, 200), (silent.supervisor, 403), (silent.inspector, 403)):
        client.force_login(person)
        assert client.get(address).status_code == status
    client.force_login(silent.hr)
    assert client.get(f"/inbox/results/{run.pk}/").status_code == 404  # no consent list
    assert client.get(f"/cycles/{SLUG}/receipts/1/cases/").status_code == 404


def test_why_a_case_stays_is_told_in_the_language_of_whoever_reads_it(client, silent):
    User.objects.filter(pk=silent.hr.pk).update(language="en")
    colleague = User.objects.create(username="hr2", name="Rina", roles=["hr_admin"])
    done = text(confirm(client))
    assert "The next stage has a draft" in done
    client.force_login(colleague)
    page = text(client.get(f"/cycles/{SLUG}/receipts/0/cases/"))
    assert "Tahap berikutnya sudah punya draf, yang akan hilang bila ditutup. Pejabat penilai masih dapat" in page


def test_what_is_refused_while_it_runs_is_told_so_too(client, silent, monkeypatch):
    User.objects.filter(pk=silent.hr.pk).update(language="en")
    with monkeypatch.context() as patched:
        patched.setattr(bulk, "AT_ONCE", -DAY)
        confirm(client)
    for step in Step.objects.filter(name="supervisor_review", completed_at=None):
        drafts.keep(step, author=silent.supervisor, typed={"reason": "Baik"}, at=NOW + 19 * DAY)
    bulk.run_waiting(NOW + 19 * DAY)
    assert text(client.get(f"/cycles/{SLUG}/receipts/0/cases/")).count("The next stage has a draft") == 3
    client.force_login(User.objects.create(username="hr2", name="Rina", roles=["hr_admin"]))
    assert text(client.get(f"/cycles/{SLUG}/receipts/0/cases/")).count("Tahap berikutnya sudah punya draf") == 3
