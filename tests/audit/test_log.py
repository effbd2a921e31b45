"""The log can be checked by anybody who holds the rows, and a leaf says nothing about anybody."""

import json

import pytest
from django.db import connection, transaction

from appraisal import events
from appraisal.models import Appraisal
from audit import acts, registry
from audit.models import Entry, Payload
from audit.sentences import sentence_of
from organization.models import User
from tests.counting import statements
from tests.flushing.guards import lifted
from tests.office import DAY, NOW, Office
from tests.workflow.walking import walk
from workflow import beside
from workflow.committees import appoint_substitute, move_meeting
from workflow.sweeper import sweep

from .reading import check_log, undigested

LONG = """
    0   submit    supervisor_review
    1   return    self_assessment
    2   submit    supervisor_review
    2   recall    self_assessment
    2   submit    supervisor_review
    3   submit    employee_response
    3   deliver   employee_response
    4   refuse    refusal_period
    5   object    supervisor_statement
    6   submit    objection_decision
    7   reply     objection_decision
    7   ask       clarification
    8   submit    objection_decision
    8   change    committee_vote
    9   endorse   committee_vote
    9   recuse:1  committee_vote
    9   abstain:2 final
"""


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture
def told(office):
    """A long case, and what happens beside it."""
    known = undigested()
    beside.reassign(office.appraisal.pk, role="supervisor", to=office.stranger, reason="Sakit.", by=office.hr, at=NOW)
    move_meeting(office.committee.pk, (NOW + 40 * DAY).date(), "Ruang dipakai.", by=office.hr, at=NOW)
    office.launch(User.objects.bulk_create([User(username=f"pegawai_{n}", name=f"Pegawai {n}") for n in range(3)]))
    walk(office, LONG)
    appoint_substitute(office.seats[0].pk, office.hr, "800/1", "Cuti.", by=office.hr, at=NOW + 10 * DAY)
    letter = {"authority": "PTUN", "letter_no": "1", "reason": "Putusan.", "by": office.hr, "at": NOW + 99 * DAY}
    ratings = {"results_rating": "below", "behaviour_rating": "below"}
    beside.supersede(office.appraisal.pk, **ratings, **letter)
    office.known = known
    return office


def test_the_chain_holds_and_speaks_of_every_version_exactly_once(told):
    check_log(told.known)
    assert Entry.objects.count() > 20


def test_a_changed_row_shows(told):
    """The check can fail: one letter in a version that an entry speaks of."""
    version = Appraisal.history.filter(history_change_reason="Sakit.").get()
    with lifted():
        type(version).objects.filter(pk=version.pk).update(statement="Lain")
    with pytest.raises(AssertionError):
        check_log(told.known)


def test_a_version_written_past_the_log_shows(told):
    other = Appraisal.objects.filter(is_final=False).first()
    other.save()
    with pytest.raises(AssertionError):
        check_log(told.known)


@pytest.mark.parametrize("column", ["leaf", "leaf_hash", "at", "event", "actor", "n"])
def test_a_changed_entry_shows(told, column):
    entry = Entry.objects.filter(stream=f"appraisal:{told.appraisal.pk}").order_by("n")[3]
    changed = {
        "leaf": bytes(entry.leaf).replace(b'"n":3', b'"n":4'),
        "leaf_hash": bytes(32),
        "at": entry.at + DAY,
        "event": "appraisal.opened",
        "actor": told.hr.pseudonym,
        "n": 9_999,
    }
    with lifted():
        Entry.objects.filter(pk=entry.pk).update(**{column: changed[column]})
    with pytest.raises(AssertionError):
        check_log(told.known)


@pytest.mark.parametrize("column", ["salt", "data"])
def test_a_changed_payload_shows(told, column):
    payload = Payload.objects.filter(entry__stream=f"appraisal:{told.appraisal.pk}").first()
    with lifted():
        Payload.objects.filter(pk=payload.pk).update(**{column: {"salt": bytes(32), "data": "{}"}[column]})
    with pytest.raises((AssertionError, KeyError)):
        check_log(told.known)


def test_a_leaf_says_nothing_about_anybody(told):
    leaves = b"\n".join(bytes(leaf) for leaf in Entry.objects.values_list("leaf", flat=True)).decode()
    for leaf in leaves.splitlines():
        assert sorted(json.loads(leaf)) == ["a", "c", "e", "n", "p", "s", "t", "v"]
    people = User.objects.exclude(pk=0).values_list("name", "username", "email")
    secrets = [text for person in people for text in person if text and text not in ("employee", "hr")]
    secrets += ["meets", "above", "below", "very_good", "sering", "selesai", "Terbukti", "Sakit", "800/", "PTUN"]
    assert [secret for secret in secrets if secret in leaves] == []
    assert len(leaves.encode()) / len(leaves.splitlines()) < 65_535


def test_a_leaf_names_the_actor_by_pseudonym_and_the_system_by_its_own(told):
    stream = Entry.objects.filter(stream=f"appraisal:{told.appraisal.pk}")
    known = {
        "appraisal.opened": told.hr,
        "appraisal.self_assessed": told.employee,
        "appraisal.finalized": told.members[2],
    }
    for event, person in known.items():
        assert set(stream.filter(event=event).values_list("actor", flat=True)) == {person.pseudonym}
    sweep(NOW + 30 * DAY)
    lapsed = Entry.objects.filter(event="appraisal.self_assessment_lapsed").first()
    assert str(lapsed.actor) == "00000000-0000-0000-0000-000000000000"


def test_a_payload_says_in_which_capacity_for_whom_and_why(office):
    walk(office, "0 submit supervisor_review")
    office.delegate(office.supervisor, office.stranger)
    office.take("return", {"reason": "Lengkapi."}, by=office.stranger, on_behalf_of=office.supervisor)
    payload = json.loads(Payload.objects.latest("pk").data)
    rows = payload.pop("rows")
    assert payload == {
        "capacity": "delegate", "facts": {}, "on_behalf_of": str(office.supervisor.pseudonym), "reason": "Lengkapi.",
    }  # fmt: skip
    steps = ["workflow_historicalstep"] * 2  # the one that is done, and the one that it opened
    assert [row[0] for row in rows] == ["appraisal_historicalappraisal", *steps]


def test_the_versions_of_an_act_go_with_its_first_event(office):
    office.bring_to("committee_vote")
    office.take("endorse")
    office.take("endorse")
    last = Payload.objects.filter(entry__stream=f"appraisal:{office.appraisal.pk}").order_by("-entry__n")[:3]
    assert [len(json.loads(payload.data)["rows"]) for payload in reversed(last)] == [5, 0, 0]


def test_every_entry_has_a_sentence_that_can_be_said(told):
    for entry in Entry.objects.select_related("payload"):
        event, facts = registry.events[entry.event], json.loads(entry.payload.data)["facts"]
        said = sentence_of(event, facts, actor="Siti", markup=False)
        assert said
        assert "[dihapus" not in said, entry.event  # a fact that the sentence needs is missing
        str(event.detail_of(facts)).format(**{name: event.labels[name](facts[name]) for name in event.labels})


def test_an_event_without_a_change_is_recorded_too(office):
    entry = acts.record(
        events.PRINTED, subject=office.appraisal, by=office.employee, at=NOW, reason="Untuk arsip.", copies=2
    )
    payload = json.loads(entry.payload.data)
    assert (entry.n, payload["rows"], payload["facts"], payload["reason"]) == (1, [], {"copies": 2}, "Untuk arsip.")
    check_log(undigested())


@pytest.mark.parametrize("fact", [1.5, float("nan"), object(), {"Name": 1}, 2**53])
def test_a_fact_that_has_no_canonical_form_writes_nothing(office, fact):
    before = Entry.objects.count()
    with pytest.raises(ValueError, match="Not canonical"), transaction.atomic():
        acts.record(events.PRINTED, subject=office.appraisal, by=office.employee, at=NOW, about=fact)
    assert Entry.objects.count() == before


def test_streams_are_one_for_each_subject(told):
    streams = set(Entry.objects.values_list("stream", flat=True))
    appraisals = {f"appraisal:{pk}" for pk in Appraisal.objects.values_list("pk", flat=True)}
    assert streams == appraisals | {f"committee:{told.committee.pk}"}


def test_many_acts_find_the_ends_of_their_streams_at_once(office):
    people = User.objects.bulk_create([User(username=f"x{n}", name="P") for n in range(40)])
    many = [acts.Act(appraisal, by=office.hr, at=NOW) for appraisal in office.launch(people)]
    for act in many:
        act.record(events.PRINTED)
    with statements() as found:
        acts.write(*many)
    assert len(found) == 3
    assert Entry.objects.filter(event="appraisal.printed", n=1).count() == 40
    check_log(undigested())


def test_every_event_is_registered_once_under_its_own_name():
    named = registry.events_in(events)
    assert len({event.name for event in named}) == len(named)
    for event in named:
        assert registry.events[event.name] is event
        assert event.name.split(".")[0] in (
            "appraisal",
            "plan",
            "policy",
            "cycle",
            "calendar",
            "committee",
            "access",
            "unitrating",
        )
    with pytest.raises(ValueError, match="Two events"):
        registry.register_events(registry.Event("appraisal.opened", "x"))


def test_on_both_databases_a_leaf_is_bytes(office):
    entry = Entry.objects.get(stream=f"appraisal:{office.appraisal.pk}")
    assert bytes(entry.leaf).startswith(b'{"a":"'), connection.vendor
