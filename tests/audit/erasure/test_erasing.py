"""Erased by order: the words are gone everywhere, the order stays for good, and every proof is still valid."""

import json

import pytest
from django.db import connection, transaction
from django.db.models import CharField, TextField

from appraisal.actions import access as questions
from appraisal.events import CLOSED, PRINTED
from appraisal.models import Appraisal, Document, Ground, Result, Statement
from audit import selectors
from audit.access.looking import look
from audit.actors import SYSTEM
from audit.acts import Act, write
from audit.dossier import verify as verifier
from audit.dossier.collecting import dossier_of
from audit.erasure.columns import REASON, blank_of, known
from audit.erasure.erasing import erase, hold
from audit.erasure.words import CannotErase, words_of
from audit.models import Access, Checkpoint, Entry, Erasure, Payload, Question
from audit.registry import events, histories
from audit.selectors import proof_of
from audit.tlog.proof import Proof
from audit.tlog.tree import check_inclusion
from tests.audit.verification.attacks import KEY
from tests.flushing.guards import lifted
from tests.office import DAY, NOW, Office

from .ended import LETTER, SAID, Ended, everything_kept, findings

PERSONAL = ["appraisal", "plan", "user", "question"]  # kinds of streams that concern somebody and keep versions


@pytest.fixture
def office(db):
    return Ended()


# --- what is gone, and what is not ---


@pytest.mark.parametrize("event", SAID)
def test_what_an_entry_brought_in_is_gone_everywhere_and_nothing_else(office, event):
    """Later versions repeat the words of earlier ones: they lose these and keep the others'."""
    assert everything_kept().count(SAID[event]) > 1
    office.order(*office.numbers(event))
    kept = everything_kept()
    assert SAID[event] not in kept
    assert [other for other, words in SAID.items() if other != event and words not in kept] == []
    assert findings() == []


def test_all_that_was_said_can_go_and_what_was_done_stays(office):
    before = Appraisal.objects.get()
    office.order(*office.numbers())
    kept, words = Appraisal.objects.get(), everything_kept()
    assert [event for event, said in SAID.items() if said in words] == []
    assert (kept.statement, kept.rating_reason, kept.snapshot) == ("", "", {})
    assert Document.objects.get().content == {}
    stays = ("results_rating", "behaviour_rating", "predicate", "is_final", "stage", "received_at", "supervisor_id")
    assert [getattr(kept, name) for name in stays] == [getattr(before, name) for name in stays]
    assert str(Result.objects.first().actual) == "87.50"
    assert findings() == []


def test_what_one_person_gave_as_a_reason_at_one_moment_goes_with_it(office):
    """Also of two acts; but neither another's act, nor one of the same moment that had another reason, or none."""

    def said(reason, by=office.hr):
        act = Act(Appraisal.objects.get(), by=by, at=NOW + DAY / 2, reason=reason)
        act.record(PRINTED)
        write(act)
        return act.entries[0].n

    first, _other, again, none, _by_another = said("x"), said("y"), said("x"), said(""), said("x", office.inspector)
    assert list(words_of(office.stream, [first]).places) == [first, again]
    assert list(words_of(office.stream, [none]).places) == [none]


def test_a_ground_goes_with_its_version_and_the_reason_of_the_act(office):
    office.order(*office.numbers("objected"))
    assert Ground.objects.get().reason == ""
    assert set(Ground.history.values_list("reason", REASON)) == {("", None)}
    assert Statement.objects.exclude(text="").count() == 2


def test_what_another_entry_said_anew_stays(db):
    """The self-assessment came back and was sent again with a note of its own."""
    office = Office()
    office.stream = f"appraisal:{office.appraisal.pk}"
    office.take("submit")
    office.take("return", {"reason": "Lengkapi."})
    again = office.data("self_assessment", "submit")
    again["results"][0]["note"] = "catatan yang kedua"
    office.take("submit", again, at=NOW + DAY)
    for _ in range(2):
        office.take("submit" if office.step().name == "supervisor_review" else "acknowledge")
    while office.stage() != "final":
        office.take("endorse")
    first, _second = Entry.objects.filter(event="appraisal.self_assessed").order_by("n").values_list("n", flat=True)
    Ended.order(office, first)
    notes = [result.note for result in Result.objects.order_by("pk")]
    assert notes == ["catatan yang kedua", *[""] * (len(notes) - 1)]
    assert findings() == []


def test_a_question_about_a_look_can_be_erased_with_its_answer(office):
    look(viewer=office.hr, at=NOW, kind="content", stream=office.stream, person=office.employee.pk)
    asked = questions.ask(
        Access.objects.get().pk, to="inspector", text="aduan sangat pribadi", by=office.employee, at=NOW
    )
    office.stream = f"user:{office.employee.pk}"
    office.order(Entry.objects.get(event="access.reported").n)
    assert Question.objects.get(pk=asked.pk).text == ""
    assert "aduan sangat pribadi" not in everything_kept()
    assert findings() == []


# --- what proves it ---


@pytest.mark.parametrize("which", [["objected"], ["rating_changed"], ["finalized"], ["opened"], []])
def test_the_log_stays_sound_and_the_dossier_too(office, which, tmp_path):
    assert findings() == []
    office.order(*office.numbers(*which))
    erased = Entry.objects.filter(event="payload.erased").count()
    assert findings() == []
    file = tmp_path / "dossier.zip"
    dossier = dossier_of(office.stream, selectors.newest_checkpoint())
    file.write_bytes(dossier.zip())
    found, summary = verifier.verify(file, [verifier.read_key(str(KEY.verifier))])
    assert found == []
    assert f"{erased} of them erased by order" in summary
    lines = [json.loads(line) for line in dossier.members()["payload.jsonl"].splitlines()]
    assert sum(line == {"n": n, "erased": True} for n, line in enumerate(lines)) == erased


def test_a_dossier_without_its_order_is_refused(office, tmp_path):
    """As somebody would who held the rows and took the payload away."""
    [n] = office.numbers("objected")
    findings()
    with transaction.atomic(), lifted():
        Payload.objects.filter(entry__stream=office.stream, entry__n=n).update(salt=None, data=None)
    file = tmp_path / "dossier.zip"
    file.write_bytes(dossier_of(office.stream, selectors.newest_checkpoint()).zip())
    found, _summary = verifier.verify(file, [verifier.read_key(str(KEY.verifier))])
    assert found == [f"payload {n}: it was erased without an order"]


def test_the_end_of_a_period_does_not_stand_in_the_way(office, tmp_path):
    """A closed stream lets orders follow, in the log and in the dossier."""
    act = Act(Appraisal.objects.get(), by=SYSTEM, at=NOW + DAY)
    act.record(CLOSED)
    write(act)
    office.order(*office.numbers("objected"), at=NOW + 2 * DAY)
    assert findings() == []
    file = tmp_path / "dossier.zip"
    file.write_bytes(dossier_of(office.stream, selectors.newest_checkpoint()).zip())
    found, _summary = verifier.verify(file, [verifier.read_key(str(KEY.verifier))])
    assert found == []


def test_what_may_follow_is_the_same_for_a_stranger():
    """`verify.py` stands alone, so it has its own list."""
    lawful = {event.name for event in events.values() if event.may_follow}
    assert lawful == verifier.LAWFUL
    assert {event.name for event in events.values() if event.closes} == verifier.CLOSING


def test_checkpoints_and_proofs_from_before_stay_valid(office):
    findings()
    entry = Entry.objects.get(event="appraisal.objected")
    kept = Checkpoint.objects.order_by("size").last()
    proof = str(proof_of(entry.sequence.idx, kept))
    office.order(*office.numbers())
    assert findings() == []
    parsed = Proof.parse(proof)
    check_inclusion(bytes(entry.leaf_hash), parsed.index, kept.size, parsed.hashes, bytes(kept.root))
    assert str(proof_of(entry.sequence.idx, kept)) == proof
    assert selectors.newest_checkpoint().size > kept.size


def test_the_order_says_what_on_which_ground_and_stays(office):
    [n] = office.numbers("objected")
    [entry] = office.order(n)
    told = json.loads(entry.payload.data)
    assert told["of"] == told["facts"]["of"] == n
    assert told["facts"]["basis"] == LETTER["basis"]
    assert entry.stream == office.stream
    left = {(table, key) for table, key, _salt, _digest in told["blanked"]}
    assert ("appraisal_historicalground", Ground.history.get().pk) in left
    for number in (entry.n, n):  # an order, and what is gone already
        with pytest.raises(CannotErase):
            office.order(number)
    assert Erasure.objects.filter(order=entry, table_name="audit_payload").count() == 1


def test_an_order_can_never_be_erased_not_even_by_its_own_rules(office):
    [entry] = office.order(*office.numbers("objected"))
    with pytest.raises(CannotErase):
        words_of(office.stream, [entry.n])
    Erasure.objects.create(table_name="audit_payload", row_id=entry.pk, order=entry)
    blank(Payload, {"salt": None, "data": None}, entry.pk)
    assert any("its payload is missing" in one for one in findings())


def blank(model, empty, key):
    """As whoever writes permissions himself would."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            table = model._meta.db_table
            cursor.execute("SELECT audit_blank(%s, %s::text[], ARRAY[%s]::bigint[])", [table, list(empty), key])
        else:
            model._base_manager.filter(pk=key).update(**empty)


@pytest.mark.parametrize("stream", ["cycle:1", "book:mail", "nothing:1", "appraisal:999999", "appraisal:x"])
def test_what_concerns_nobody_is_not_erased(office, stream):
    with transaction.atomic(), pytest.raises(CannotErase):
        hold(stream)


def test_numbers_that_are_not_there_erase_nothing(office):
    for numbers in ([3, 999], []):
        with transaction.atomic(), pytest.raises(CannotErase):
            erase(hold(office.stream), numbers, by=office.hr, at=NOW, **LETTER)
    assert not Erasure.objects.exists()


# --- nobody erases without an order ---


def test_a_payload_without_an_order_is_found(office):
    [n] = office.numbers("objected")
    with transaction.atomic(), lifted():
        Payload.objects.filter(entry__stream=office.stream, entry__n=n).update(salt=None, data=None)
    assert f"payload: {office.stream}/{n}: its payload is gone, and no order to erase it is recorded" in findings()


def test_a_version_that_was_blanked_without_an_order_is_found(office):
    """As a DBA would, with the guards lifted."""
    version = Statement.history.first()
    assert findings() == []
    with transaction.atomic(), lifted():
        Statement.history.filter(pk=version.pk).update(text="")
        Statement.objects.filter(pk=version.id).update(text="")
    assert [one for one in findings() if "is not what was recorded" in one]


def test_a_permission_that_no_order_names_forgives_nothing(office):
    """Whoever can write permissions cannot make a version lawful: the order in the log does not name it."""
    [entry] = office.order(*office.numbers("objected"))
    version = Statement.history.first()
    Erasure.objects.create(table_name=version._meta.db_table, row_id=version.pk, order=entry)
    blank(type(version), {"text": ""}, version.pk)
    assert [one for one in findings() if "is not what was recorded" in one]


@pytest.mark.parametrize(
    ("column", "value"), [("reason", "lain"), ("subject", "behaviour_rating"), ("history_type", "~")]
)
def test_what_an_order_left_is_proven_as_before(office, column, value):
    office.order(*office.numbers("objected"))
    assert findings() == []
    with transaction.atomic(), lifted():
        Ground.history.update(**{column: value})
    assert [one for one in findings() if "is not what this order left of it" in one]


def test_an_order_that_was_not_carried_out_is_found(office):
    """Such as words that were put back from a backup."""
    [n] = office.numbers("objected")
    payload = Payload.objects.get(entry__stream=office.stream, entry__n=n)
    office.order(n)
    with transaction.atomic(), lifted():
        payload.save()
    assert [one for one in findings() if "is recorded, and it is still there" in one]


# --- what the database lets be blanked ---


def test_what_may_be_blanked_is_what_the_guards_let_be_blanked(db):
    """The list in the code and the one in the database are the same, table by table."""
    for versions, erasable in known.items():
        table = versions._meta.db_table
        assert guarded_columns(table) == {*erasable.columns, REASON}, table
        if erasable.is_guarded:
            assert guarded_columns(erasable.model._meta.db_table) == set(erasable.columns)


def guarded_columns(table):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgargs FROM pg_trigger WHERE tgname = %s", [f"{table}_guard_update"])
            return set(bytes(cursor.fetchone()[0]).decode().split("\0")[2:-1])
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [f"{table}_guard_update"])
        [sql] = cursor.fetchone()
        cursor.execute(f"PRAGMA table_info({table})")
        return {row[1] for row in cursor.fetchall() if f'OR NEW."{row[1]}" IS OLD."{row[1]}")' in sql}


STAYS = {  # what no order blanks: who somebody is, of what, by which letter; that he acts and signs in
    "Appraisal": "zone stage results_rating behaviour_rating predicate supervisor_capacity "
    "second_level_capacity supersede_authority supersede_letter_no",
    "Plan": "state", "PlannedResult": "kind", "Indicator": "aspect direction unit", "Behaviour": "value",
    "Feedback": "subject", "Ground": "subject", "Statement": "kind to", "Delivery": "letter_no",
    "Determination": "decision results_rating behaviour_rating", "Vote": "choice procedure",
    "User": "username email name title_prefix title_suffix language theme password", "Employee": "type rank",
    "Assignment": "kind letter_no", "Identifier": "kind number", "Delegation": "letter_no",
    "ReportingOverride": "", "Question": "to", "Document": "", "ExtensionRequest": "step", "Result": "", "Objection": "",
    "Case": "", "Step": "name outcome capacity idempotency_key request_digest",
    "Evidence": "given_with media_type sha256 state", "Dissent": "", "Recusal": "kind", "UnitRating": "rating letter_no capacity", "Justification": "capacity",
    "Attendance": "", "Signature": "kind sha256", "KinDeclaration": "relation", "Committee": "name letter_no",
    "Seat": "letter_no", "Meeting": "", "AgendaItem": "kind state verdict",
    "Minutes": "number place body sha256 sealed_sha256",  # names, codes and digests: no words of anybody
    "Preference": "digest",
}  # fmt: skip


def test_each_text_of_what_concerns_a_person_may_be_blanked_or_stays_for_a_reason():
    """A new column fails until it is said which of the two it is."""
    for model in known.values():
        name = model.model.__name__
        texts = {f.name for f in model.model._meta.concrete_fields if isinstance(f, (CharField, TextField))}
        assert texts - set(model.columns) == set(STAYS[name].split()), name
        assert all(blank_of(model.model._meta.get_field(one)) in ("", {}, None) for one in model.columns)


def test_every_kept_model_that_concerns_people_is_erasable_or_said_here():
    """The rest concerns no single person, or is the record of the work itself."""
    stays = {
        "Unit",
        "Post",
        "ImportRun",
        "Policy",
        "Cycle",
        "Inspection",  # why an office looked: nobody hides by erasure what he did
        "Calendar",
        "DayOff",
    }
    stays |= {"ErasureProposal", "LegalHold"}  # the record of erasures is never erased
    assert {model.__name__ for model in histories} - {one.model.__name__ for one in known.values()} == stays
