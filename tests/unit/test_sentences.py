"""The log in words: every event in both languages, as whom, for whom, and no more than one may read."""

import string
from types import SimpleNamespace

import pytest
from django.utils import translation

from appraisal import events as happened
from appraisal.permissions import sight_of
from audit.acts import Act, write
from audit.models import Entry, Erasure, Payload
from audit.registry import events
from audit.sentences import sentence_of, story
from organization.models import SYSTEM
from tests.counting import statements
from tests.office import NOW, Office

SAMPLES = {
    "results_rating": "meets",
    "behaviour_rating": "above",
    "predicate": "good",
    "results_rating_before": "meets",
    "behaviour_rating_before": "above",
    "predicate_before": "good",
    "before": "2026-11-30",
    "choice": "return",
    "procedure": "reason_missing",
    "role": "supervisor",
    "until": "2026-11-30",
    "date": "2026-11-30",
    "due": "2026-11-30",
    "handed_over_on": "2026-11-30",
    "on": "2026-11-30",
    "since": "2026-11-30",
    "of": 3,
    "day": "2026-11-30",
    "step": "supervisor_review",
    "verdict": "left_open",
    "kind": "kin",
    "rating": "excellent",
    "was": "very_poor",
}
ALL = SimpleNamespace(shows_detail=lambda event, is_own: True, shows_reason=lambda event, is_own: True)


@pytest.fixture
def office(db):
    return Office()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", sorted(events))
def test_every_event_can_be_told(name, language):
    event = events[name]
    with translation.override(language):
        for sentence in filter(None, [event.sentence, event.detail_of({})]):
            asked = {field for _text, field, *_ in string.Formatter().parse(str(sentence)) if field}
            facts = {field: SAMPLES.get(field, f"x{field}") for field in asked - {"actor"}}
            told = sentence_of(SimpleNamespace(sentence=sentence, labels=event.labels), facts, actor="Siti")
            assert "{" not in told
            assert ("Siti" in told) == ("actor" in asked)
            assert not any(code in told for code in ("meets", "reason_missing", "2026-11-30"))


@pytest.mark.parametrize(("language", "role"), [("id", "Pengelola kinerja"), ("en", "HR administrator")])
def test_a_role_is_told_by_its_name_not_by_its_code(db, language, role):
    with translation.override(language):
        told = sentence_of(events["user.role_granted"], {"role": "hr_admin"}, actor="Rina", markup=False)
    assert role in told


def told_to(office, viewer, **stated):
    office.appraisal.refresh_from_db()
    sight = sight_of(office.appraisal, viewer, **stated)
    return {line.event: line for line in story(f"appraisal:{office.appraisal.pk}", sight)}


def test_the_reader_is_told_of_himself_as_anda_and_newest_first(office):
    office.bring_to("employee_response")
    office.appraisal.refresh_from_db()
    lines = story(f"appraisal:{office.appraisal.pk}", sight_of(office.appraisal, office.employee))
    assert [line.event for line in lines] == [happened.REVIEW_RELEASED, happened.SELF_ASSESSED, happened.OPENED]
    assert lines[1].sentence == "<b>Anda</b> mengirim penilaian mandiri."
    assert lines[1].plain == "Siti Rahmawati mengirim penilaian mandiri."
    assert lines[0].role == "sebagai pejabat penilai kinerja"


def test_before_receipt_the_story_is_silent_about_the_result(office):
    office.bring_to("employee_response")
    line = told_to(office, office.employee)[happened.REVIEW_RELEASED]
    assert (line.detail, line.reason) == ("", "")
    line = told_to(office, office.supervisor)[happened.REVIEW_RELEASED]
    assert "Predikat: Baik" in line.detail
    assert line.reason == "Sesuai bukti."


def test_a_purpose_opens_the_content_to_hr(office):
    office.bring_to("employee_response")
    assert told_to(office, office.hr)[happened.REVIEW_RELEASED].reason == ""
    assert told_to(office, office.hr, purpose="Aduan 12")[happened.REVIEW_RELEASED].reason == "Sesuai bukti."


def test_votes_are_secret_while_they_are_cast(office):
    office.bring_to("committee_vote")
    office.take("abstain", by=office.members[0])
    other = told_to(office, office.members[1], has_seat=True)[happened.VOTE_CAST]
    own = told_to(office, office.members[0], has_seat=True)[happened.VOTE_CAST]
    assert (other.detail, other.reason) == ("", "")
    assert (own.detail, own.reason) == ("Suara: Abstain.", "Ada alasannya.")


def test_a_reason_is_quoted_once_for_one_act(office):
    office.bring_to("committee_vote")
    for member in office.members[:2]:
        office.take("return", by=member)
    told = told_to(office, office.supervisor)
    assert told[happened.VOTE_CAST].reason == "Ada alasannya."
    assert told[happened.COMMITTEE_RETURNED].reason == ""


@pytest.mark.parametrize(
    ("capacity", "words"),
    [("plh", "sebagai pejabat penilai kinerja (Plh.)"), ("delegate", "atas nama Hasan Nauli")],
)
def test_capacity_is_told(office, capacity, words):
    principal = office.supervisor if capacity == "delegate" else None
    act = Act(office.appraisal, by=office.second_level, at=NOW, capacity=capacity, on_behalf_of=principal)
    act.record(happened.STATEMENT_MADE)
    write(act)
    assert words in told_to(office, office.employee)[happened.STATEMENT_MADE].role


def test_who_took_over_is_named_although_the_log_knows_a_pseudonym(office):
    act = Act(office.appraisal, by=office.hr, at=NOW, reason="Mutasi")
    act.record(happened.STEP_REASSIGNED, role="supervisor", to=str(office.members[0].pseudonym))
    write(act)
    line = told_to(office, office.employee)[happened.STEP_REASSIGNED]
    assert line.plain == "Farida Hanum Siregar mengalihkan tugas pejabat penilai kinerja kepada Anggota 0."
    assert line.reason == "Mutasi"


def test_the_system_and_an_erased_entry_are_told_too(office):
    act = Act(office.appraisal, by=SYSTEM, at=NOW)
    act.record(happened.NO_QUORUM)
    act.record(happened.MEETING_MOVED, date="2026-11-30")
    write(act)
    told = told_to(office, office.employee)
    assert told[happened.NO_QUORUM].actor == "Sistem"
    assert "30 November 2026" in told[happened.MEETING_MOVED].plain
    erased = Entry.objects.get(event=happened.MEETING_MOVED.name)
    Erasure.objects.create(table_name="audit_payload", row_id=erased.pk, order=erased)
    Payload.objects.filter(entry=erased).update(data=None, salt=None)
    assert "dihapus atas perintah" in told_to(office, office.employee)[happened.MEETING_MOVED].plain


def test_markup_in_facts_is_text(office):
    act = Act(office.appraisal, by=office.hr, at=NOW)
    act.record(happened.CONTENT_OPENED, purpose="<script>alert(1)</script>{actor}")
    write(act)
    assert "&lt;script&gt;" in told_to(office, office.employee)[happened.CONTENT_OPENED].sentence


def test_one_statement_for_any_number_of_entries(office):
    office.bring_to("final")
    office.appraisal.refresh_from_db()
    sight = sight_of(office.appraisal, office.employee)
    with statements() as made:
        assert len(story(f"appraisal:{office.appraisal.pk}", sight)) > 6
    assert len(made) == 1
