"""A delegation from letter to task: given on one's own page or by HR, used in the inbox, ended at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organization.models import Delegation, Identifier
from tests.office import NOW, TODAY, Office
from workflow.models import Step

pytestmark = pytest.mark.django_db
GIVE = "/profile/delegations/new/"
NIP = "198804122011011003"
WEEK = timedelta(days=7)
LETTER = {"letter_no": "800/7/2026", "from_date": TODAY.isoformat(), "to_date": (TODAY + WEEK).isoformat()}


@pytest.fixture
def office(time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office()
    office.bring_to("supervisor_review")
    return office


def text_of(client, path):
    return client.get(path).content.decode()


def test_a_supervisor_delegates_and_the_delegate_takes_the_step(office, client):
    client.force_login(office.supervisor)
    answer = client.post(GIVE, {"delegate": "lamhot simbolon"} | LETTER)
    assert answer.url == "/profile/"
    assert "Kepada Lamhot Simbolon" in text_of(client, "/profile/")
    client.force_login(office.stranger)
    step = office.step()
    assert "atas nama Hasan Nauli" in text_of(client, "/inbox/")
    assert "Dari Hasan Nauli" in text_of(client, "/profile/")
    assert client.get(f"/tasks/{step.pk}/").status_code == 200
    office.take("submit", by=office.stranger, step=step, on_behalf_of=office.supervisor)
    done = Step.objects.get(pk=step.pk)
    assert (done.by, done.on_behalf_of, done.capacity) == (office.stranger, office.supervisor, "delegate")


def test_once_ended_the_step_is_out_of_his_sight(office, client):
    row = office.delegate(office.supervisor, office.stranger)
    client.force_login(office.supervisor)
    answer = client.post(f"/profile/delegations/{row.pk}/end/", {"reason": "Sudah kembali dari cuti."})
    assert answer.url == "/profile/"
    assert "Diakhiri" in text_of(client, "/profile/")
    client.force_login(office.stranger)
    assert "Hasan Nauli" not in text_of(client, "/inbox/")
    assert client.get(f"/tasks/{office.step().pk}/").status_code == 404


def test_what_was_typed_stays_with_the_sentence_that_refuses_it(office, client):
    client.force_login(office.supervisor)
    answer = client.post(GIVE, {"delegate": "Hasan Nauli"} | LETTER)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tugas didelegasikan kepada orang lain" in page
    assert 'value="Hasan Nauli"' in page
    assert 'value="800/7/2026"' in page
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(("typed", "status"), [(NIP, 302), (NIP[:8], 422), ("1988", 422)])
def test_nobody_finds_others_by_the_beginning_of_a_number(office, client, typed, status):
    Identifier.objects.create(employee_id=office.employee.pk, kind="nip", number=NIP, from_date=TODAY)
    client.force_login(office.supervisor)
    answer = client.post(GIVE, {"delegate": typed} | LETTER)
    assert answer.status_code == status
    assert "Siti Rahmawati" not in answer.content.decode()


def test_hr_records_and_ends_it_on_the_page_of_the_person(office, client):
    client.force_login(office.hr)
    page = f"/people/{office.supervisor.pseudonym}/"
    assert client.post(f"{page}delegations/new/", {"delegate": "Lamhot"} | LETTER).url == page
    row = Delegation.objects.get()
    assert f"{page}delegations/{row.pk}/end/" in text_of(client, page)
    assert client.post(f"{page}delegations/{row.pk}/end/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}delegations/{row.pk}/end/", {"reason": "Keliru."}).url == page
    assert Delegation.objects.get().ended_at == timezone.now()


def test_what_belongs_to_others_is_not_there(office, client):
    row = office.delegate(office.supervisor, office.second_level)
    client.force_login(office.stranger)
    assert client.post(f"/profile/delegations/{row.pk}/end/", {"reason": "x"}).status_code == 404
    assert client.get(f"/people/{office.supervisor.pseudonym}/delegations/new/").status_code == 403
    client.force_login(office.hr)
    assert client.get(f"/people/{office.employee.pseudonym}/delegations/{row.pk}/end/").status_code == 404


def test_the_notice_says_whose_tasks_and_leads_to_the_page(office, client):
    client.force_login(office.supervisor)
    client.post(GIVE, {"delegate": "Lamhot"} | LETTER)
    client.force_login(office.stranger)
    page = text_of(client, "/notices/")
    assert "Pendelegasian tugas tercatat" in page
    assert "Hasan Nauli kepada Lamhot Simbolon" in page
