"""Whoever reads another's appraisal leaves a line, whichever way he reads it; an inspector may have it told later."""

import pytest
from knox.models import AuthToken
from rest_framework.test import APIClient

from audit.models import Access, Entry, Inspection
from notifications.models import Notice
from organization.models import SYSTEM
from tests.office import DAY, NOW
from workflow import beside
from workflow.beside.inspecting import close_ended, close_inspection
from workflow.refusals import Conflict, Forbidden

PURPOSE = "Aduan 12/2026"


def lines(office, **which):
    told = Access.objects.filter(stream=f"appraisal:{office.appraisal.pk}", **which).order_by("pk")
    return list(told.values_list("viewer__username", "kind", "part", "capacity", "purpose"))


def open_case(client, office, person):
    client.force_login(person)
    return client.get(f"/appraisals/{office.appraisal.pk}/")


def state(client, office, person, **more):
    client.force_login(person)
    return client.post(f"/appraisals/{office.appraisal.pk}/purpose/", {"purpose": PURPOSE} | more)


# --- which way whatsoever ---


def test_the_page_says_who_read_it_as_what(office, client):
    office.bring_to("objection_decision")
    people = (office.employee, office.supervisor, office.second_level, office.hr, office.inspector)
    for person in people:
        assert open_case(client, office, person).status_code == 200
    assert lines(office) == [
        ("supervisor", "content", "supervisor", "definitive", ""),
        ("second_level", "content", "second_level", "definitive", ""),
        ("hr", "log", "hr", "definitive", ""),
        ("inspector", "log", "inspector", "definitive", ""),
    ]
    assert set(Access.objects.values_list("person", flat=True)) == {office.employee.pk}


def test_whoever_may_not_see_it_has_not_seen_it(office, client):
    office.bring_to("objection_decision")
    assert open_case(client, office, office.stranger).status_code == 404
    assert open_case(client, office, office.members[0]).status_code == 404
    client.get(f"/tasks/{office.step().pk}/")
    assert lines(office) == []


def test_an_acting_supervisor_is_told_as_one(office, client):
    beside.reassign(
        office.appraisal.pk, role="supervisor", to=office.stranger, capacity="plt", reason="x", by=office.hr, at=NOW
    )
    open_case(client, office, office.stranger)
    assert lines(office) == [("stranger", "content", "supervisor", "plt", "")]


def test_the_step_its_preview_and_a_delegate(office, client):
    step = office.bring_to("supervisor_review")
    office.delegate(office.supervisor, office.stranger)
    client.force_login(office.supervisor)
    assert 'id="pv"' in client.get(f"/inbox/?preview={step.pk}").content.decode()
    assert lines(office) == [("supervisor", "content", "supervisor", "definitive", "")]
    client.get(f"/tasks/{step.pk}/")
    assert len(lines(office)) == 1
    client.force_login(office.stranger)
    client.get("/inbox/")
    assert len(lines(office)) == 1
    client.get(f"/tasks/{step.pk}/")
    assert lines(office, viewer=office.stranger) == [("stranger", "content", "supervisor", "delegate", "")]
    assert Access.objects.get(viewer=office.stranger).on_behalf_of == office.supervisor


def test_ratings_that_are_endorsed_together_are_read(office, client):
    member, other = office.members[:2]
    office.bring_to("committee_vote")
    [step] = [step for step in office.open_steps() if step.owner == member]
    office.delegate(member, office.stranger)
    for person in (office.stranger, member):
        client.force_login(person)
        page = client.post("/inbox/endorse/", {"id": [step.pk]})
        assert "Predikat" in page.content.decode()
    assert lines(office) == [
        ("stranger", "content", "member", "delegate", ""), ("member_0", "content", "member", "definitive", "")
    ]  # fmt: skip
    assert Access.objects.get(viewer=office.stranger).on_behalf_of == member


def test_the_employees_own_delegate_reads_in_his_name(office, client):
    office.delegate(office.employee, office.stranger)
    client.force_login(office.stranger)
    client.get(f"/tasks/{office.step().pk}/")
    assert lines(office) == [("stranger", "content", "employee", "delegate", "")]


def test_the_api_tells_the_same(office):
    office.bring_to("supervisor_review")
    for person in (office.employee, office.supervisor, office.hr, office.stranger):
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {AuthToken.objects.create(person)[1]}")
        client.get(f"/api/v1/appraisals/{office.appraisal.pk}/")
    assert [line[:3] for line in lines(office)] == [("supervisor", "content", "supervisor"), ("hr", "log", "hr")]


def test_paper_is_a_line_of_its_own(office, client):
    office.bring_to("final")
    client.force_login(office.supervisor)
    path = f"/appraisals/{office.appraisal.pk}/print/"
    client.get(path)
    client.get(client.post(path).url)
    assert [line[1] for line in lines(office)] == ["content", "print"]


def test_a_purpose_is_told_with_the_look(office, client):
    office.bring_to("supervisor_review")
    assert state(client, office, office.hr).status_code == 302
    client.get(f"/appraisals/{office.appraisal.pk}/")
    assert lines(office) == [("hr", "content", "hr", "definitive", PURPOSE)]


def test_nobody_reads_what_cannot_be_journaled(office, client, monkeypatch):
    def fail(**facts):
        raise RuntimeError("no journal")

    office.bring_to("supervisor_review")
    monkeypatch.setattr("workflow.journal.look", fail)
    client.raise_request_exception = False
    answer = open_case(client, office, office.supervisor)
    assert answer.status_code == 500
    assert "Semua tercapai." not in answer.content.decode()


# --- told later ---


@pytest.fixture
def inspected(office, client):
    """The inspector has read the case, and telling its employee is deferred."""
    office.bring_to("objection_decision")
    assert state(client, office, office.inspector, deferred="on").status_code == 302
    page = client.get(f"/appraisals/{office.appraisal.pk}/").content.decode()
    assert "Pemberitahuannya ditunda" in page
    return Inspection.objects.get()


def story_of(client, office, person):
    return open_case(client, office, person).content.decode()


def test_what_is_deferred_is_nowhere_in_the_case(inspected, office, client):
    assert lines(office) == [("inspector", "content", "inspector", "definitive", PURPOSE)]
    assert not Entry.objects.filter(stream=f"appraisal:{office.appraisal.pk}", event="appraisal.content_opened")
    for person in (office.employee, office.supervisor, office.second_level):
        assert PURPOSE not in story_of(client, office, person)
    events = Entry.objects.filter(stream=f"inspection:{inspected.pk}").order_by("n")
    assert list(events.values_list("event", flat=True)) == ["inspection.opened", "inspection.case_opened"]


def test_it_is_told_when_the_inspection_closes(inspected, office, client):
    close_inspection(inspected.pk, by=office.inspector, at=NOW + DAY)
    story = story_of(client, office, office.employee)
    assert PURPOSE in story
    assert "Togar Panjaitan" in story
    assert Notice.objects.filter(to=office.employee, about="appraisal.inspection_disclosed").count() == 1
    with pytest.raises(Conflict):
        close_inspection(inspected.pk, by=office.inspector, at=NOW + DAY)


def test_it_is_told_after_ninety_days_whatever_the_inspector_does(inspected, office):
    assert close_ended(NOW + 90 * DAY - DAY / 24) == 0
    assert close_ended(NOW + 90 * DAY) == 1
    assert close_ended(NOW + 90 * DAY) == 0
    told = Entry.objects.get(event="appraisal.inspection_disclosed")
    assert told.actor == SYSTEM.pseudonym
    assert Notice.objects.filter(about="appraisal.inspection_disclosed").count() == 1


def test_a_final_case_can_be_told_of(inspected, office):
    for outcome in ("change", "endorse", "endorse"):
        office.take(outcome, at=NOW + 5 * DAY)
    close_inspection(inspected.pk, by=office.inspector, at=NOW + 40 * DAY)
    assert Entry.objects.filter(event="appraisal.inspection_disclosed").count() == 1


def test_only_an_inspector_defers(office, client):
    office.bring_to("objection_decision")
    assert state(client, office, office.hr, deferred="on").status_code == 403
    assert state(client, office, office.supervisor, deferred="on").status_code == 403
    assert "deferred" not in open_case(client, office, office.hr).content.decode()
    assert 'name="deferred"' in open_case(client, office, office.inspector).content.decode()


def test_only_an_inspector_closes(inspected, office):
    for person in (office.hr, office.employee):
        with pytest.raises(Forbidden):
            close_inspection(inspected.pk, by=person, at=NOW)


def test_what_was_closed_is_not_deferred_again_and_the_form_keeps_what_was_typed(inspected, office, client):
    close_inspection(inspected.pk, by=office.inspector, at=NOW)
    client.session.flush()
    answer = state(client.__class__(), office, office.inspector, deferred="on")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "sudah berakhir" in html
    assert f'value="{PURPOSE}"' in html
    assert 'name="deferred" aria-describedby="h-deferred" checked' in html


def test_no_copy_is_printed_while_telling_is_deferred(office, client):
    office.bring_to("final")
    state(client, office, office.inspector, deferred="on")
    path = f"/appraisals/{office.appraisal.pk}/print/"
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 409
    assert not Entry.objects.filter(event="appraisal.printed").exists()
