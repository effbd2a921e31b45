"""Two roles, a worker and a hold: HR proposes, an inspector answers, the worker erases, a hold stops it at any time."""

from itertools import count
from zipfile import ZipFile

import pytest
from django.db import connection

from appraisal.actions import erasure
from appraisal.actions.hold import lift_hold, place_hold
from appraisal.models import Plan
from appraisal.rules import RuleBroken
from appraisal.selectors.erasure import why_not
from audit.exports.asking import ask_export
from audit.exports.writing import remove_old, run_exports
from audit.models import Entry, Erasure, ErasureProposal, LegalHold
from audit.personal import making
from audit.personal.asking import ask_copy
from audit.personal.making import remove_copies, run_copies
from audit.search.filters import Filter
from notifications.models import Notice
from organization.models import User
from tests.office import DAY, NOW, Office
from tests.workflow.together import person as again
from tests.workflow.together import together
from workflow import beside

from .ended import LETTER, SAID, Ended, everything_kept, findings

FORK = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
HOLD = {"reason": "Gugatan di PTUN", "letter_no": "W1/2026"}
OTHERS = ("employee", "supervisor", "second_level", "stranger")


@pytest.fixture
def office(db):
    return Ended()


@pytest.fixture
def proposal(office):
    return propose(office)


def propose(office, *numbers, **facts):
    facts = {"numbers": list(numbers or office.numbers("objected")), "by": office.hr, "at": NOW + DAY} | facts
    return erasure.propose(office.stream, **facts, **LETTER)


def agree(office, proposal, **facts):
    return erasure.answer(proposal.pk, **{"agrees": True, "by": office.inspector, "at": NOW + 2 * DAY} | facts)


def is_kept():
    return SAID["objected"] in everything_kept()


def told(event):
    return {(one.to.username, one.kind) for one in Notice.objects.filter(about=event).select_related("to")}


# --- the way of a proposal ---


def test_hr_proposes_an_inspector_agrees_the_worker_erases(office, proposal):
    assert erasure.carry_out(NOW + 2 * DAY) == 0
    agree(office, proposal)
    assert is_kept()  # an inspector changes nothing
    assert erasure.carry_out(NOW + 3 * DAY) == 1
    assert erasure.carry_out(NOW + 3 * DAY) == 0
    assert not is_kept()
    done = ErasureProposal.objects.get()
    assert (done.state, done.ended_at) == ("done", NOW + 3 * DAY)
    lines = Entry.objects.filter(stream=office.stream).order_by("n").values_list("event", "actor")
    assert list(lines)[-4:] == [
        ("erasure.proposed", office.hr.pseudonym), ("erasure.agreed", office.inspector.pseudonym),
        ("payload.erased", office.hr.pseudonym), ("erasure.done", office.hr.pseudonym),
    ]  # fmt: skip
    assert findings() == []


def test_files_that_were_made_before_go_with_the_words(office, proposal, settings, tmp_path, monkeypatch):
    """An export with content and the copy of whom it concerns; neither an export without, nor another's copy."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(making, "BATCH", 1)  # a copy that stays is in nobody's way
    facts = {"purpose": "Surat 1", "format": "csv", "by": office.inspector, "at": NOW + DAY}
    exports = [ask_export(Filter(), with_content=is_content, **facts) for is_content in (True, False)]
    copies = [ask_copy(by=person, at=NOW + DAY) for person in (office.stranger, office.employee)]
    run_exports(NOW + DAY), run_copies(NOW + DAY)
    assert SAID["objected"].encode() in inside(copies[1], "timbang/appraisals.json")

    def states():
        remove_old(NOW + 3 * DAY), remove_copies(NOW + 3 * DAY)
        for row in (*exports, *copies):
            row.refresh_from_db()
        return [row.state for row in (*exports, *copies)]

    assert states() == ["done"] * 4
    agree(office, proposal)
    erasure.carry_out(NOW + 3 * DAY)
    assert states() == ["gone", "done", "done", "gone"]
    later = ask_copy(by=office.employee, at=NOW + 4 * DAY)
    run_copies(NOW + 4 * DAY), remove_copies(NOW + 4 * DAY)
    later.refresh_from_db()
    assert later.state == "done"


def inside(row, name):
    row.refresh_from_db()
    with row.file.open("rb") as file, ZipFile(file) as archive:
        return archive.read(name)


def test_everybody_concerned_is_told(office, proposal):
    asked = {("inspector", "task"), ("inspector2", "task"), ("employee", "info")}
    assert told("erasure.proposed") == asked
    agree(office, proposal)
    assert told("erasure.agreed") == {("hr", "info"), ("employee", "info")}
    erasure.carry_out(NOW + 3 * DAY)
    assert told("erasure.done") == {("hr", "info"), ("inspector", "info"), ("employee", "info")}


def test_an_inspector_opposes_with_a_reason_and_nothing_is_erased(office, proposal):
    with pytest.raises(RuleBroken, match="mengapa"):
        agree(office, proposal, agrees=False)
    agree(office, proposal, agrees=False, text="Masih diperiksa.")
    assert erasure.carry_out(NOW + 3 * DAY) == 0
    assert not Erasure.objects.exists()
    assert told("erasure.opposed") == {("hr", "info"), ("employee", "info")}
    propose(office)  # it may be proposed anew


@pytest.mark.parametrize("who", ["hr", *OTHERS])
def test_only_an_inspector_answers(office, proposal, who):
    with pytest.raises(RuleBroken, match="Inspektorat|Anda sendiri"):
        agree(office, proposal, by=getattr(office, who))
    assert ErasureProposal.objects.get().state == "proposed"


@pytest.mark.parametrize("who", ["inspector", *OTHERS])
def test_only_hr_proposes(office, who):
    with pytest.raises(RuleBroken, match="Pengelola kinerja"):
        propose(office, by=getattr(office, who))


def test_nobody_answers_himself_whatever_roles_he_gets(office, proposal):
    User.objects.filter(pk=office.hr.pk).update(roles=["hr_admin", "inspector"])
    with pytest.raises(RuleBroken, match="Anda sendiri"):
        agree(office, proposal, by=office.hr)


@pytest.mark.parametrize("who", ["employee", "supervisor", "second_level"])
def test_nobody_erases_what_he_is_a_party_to(office, who):
    party = getattr(office, who)
    User.objects.filter(pk=party.pk).update(roles=["hr_admin"])
    with pytest.raises(RuleBroken, match="Anda sendiri"):
        propose(office, by=party)


def test_without_another_inspector_nothing_is_proposed(office):
    User.objects.filter(username__startswith="inspector").update(is_active=False)
    with pytest.raises(RuleBroken, match="Belum ada inspektur"):
        propose(office)


def test_hr_withdraws_until_it_is_done(office, proposal):
    agree(office, proposal)
    erasure.withdraw(proposal.pk, by=office.hr, at=NOW + 2 * DAY)
    assert erasure.carry_out(NOW + 3 * DAY) == 0
    assert told("erasure.withdrawn") == {("inspector", "info"), ("employee", "info")}
    with pytest.raises(RuleBroken, match="berakhir"):
        erasure.withdraw(proposal.pk, by=office.hr, at=NOW + 2 * DAY)
    with pytest.raises(RuleBroken, match="dijawab atau dicabut"):
        agree(office, proposal)


def test_what_is_gone_is_not_proposed_again(office, proposal):
    agree(office, proposal)
    erasure.carry_out(NOW + 3 * DAY)
    for event in ("appraisal.objected", "payload.erased", "erasure.proposed"):
        with pytest.raises(RuleBroken, match="isinya masih ada"):
            propose(office, Entry.objects.filter(stream=office.stream, event=event).first().n)


def test_the_same_twice_is_one_proposal(office, proposal):
    with pytest.raises(RuleBroken, match="Sudah ada usulan"):
        propose(office)
    assert ErasureProposal.objects.count() == 1


# --- what keeps it ---


@pytest.mark.parametrize("on", ["the case", "the person"])
def test_a_hold_stops_it_at_any_time(office, proposal, on):
    agree(office, proposal)
    held = office.stream if on == "the case" else f"user:{office.employee.pk}"
    standing = place_hold(held, **HOLD, by=office.other_inspector, at=NOW + 2 * DAY)
    assert erasure.carry_out(NOW + 3 * DAY) == 0
    assert is_kept()
    assert told("hold.placed") == {("hr", "info")}
    with pytest.raises(RuleBroken, match="sudah ditahan"):
        place_hold(held, **HOLD, by=office.inspector, at=NOW + 2 * DAY)
    lift_hold(standing.pk, reason="Putusan tetap", letter_no="W2", by=office.inspector, at=NOW + 3 * DAY)
    assert erasure.carry_out(NOW + 4 * DAY) == 1
    assert LegalHold.objects.get().lift_letter_no == "W2"
    with pytest.raises(RuleBroken, match="sudah berakhir"):
        lift_hold(standing.pk, reason="x", letter_no="W3", by=office.inspector, at=NOW)
    assert findings() == []


def test_nothing_is_proposed_under_a_hold(office):
    place_hold(f"user:{office.employee.pk}", **HOLD, by=office.inspector, at=NOW)
    with pytest.raises(RuleBroken, match="W1/2026"):
        propose(office)


def test_a_hold_on_a_case_holds_its_plan_and_all_its_editions(db):
    """The same words may stand there; a later edition copies them."""
    office = Office()
    office.bring_to("final")
    case, letter = office.appraisal, {"authority": "PTUN", "reason": "Putusan.", "results_rating": "above"}
    keys = [case.pk]
    for n in range(2):
        later = beside.supersede(
            keys[-1], behaviour_rating="meets", letter_no=f"{n}", by=office.hr, at=NOW + (90 + n) * DAY, **letter
        )
        keys.append(later.pk)
    held = [f"plan:{case.plan_id}", *(f"appraisal:{key}" for key in keys)]
    assert [why_not(stream) for stream in held] == [""] * 4
    standing = place_hold(f"appraisal:{keys[0]}", **HOLD, by=office.inspector, at=NOW + 99 * DAY)
    assert all("W1/2026" in why_not(stream) for stream in held)
    assert why_not(f"user:{office.employee.pk}") == ""
    lift_hold(standing.pk, reason="x", letter_no="W3", by=office.inspector, at=NOW + 99 * DAY)
    assert [why_not(stream) for stream in held] == [""] * 4
    place_hold(held[0], **HOLD, by=office.inspector, at=NOW + 99 * DAY)
    assert why_not(held[1]) == ""  # a plan may serve several cases


@pytest.mark.parametrize("who", ["hr", *OTHERS])
def test_only_an_inspector_holds(office, who):
    with pytest.raises(RuleBroken, match="Inspektorat|Anda sendiri"):
        place_hold(office.stream, **HOLD, by=getattr(office, who), at=NOW)
    standing = place_hold(office.stream, **HOLD, by=office.inspector, at=NOW)
    with pytest.raises(RuleBroken, match="Inspektorat|Anda sendiri"):
        lift_hold(standing.pk, **HOLD, by=getattr(office, who), at=NOW)


def test_a_case_under_way_is_not_erased_nor_the_plan_it_stands_on(db):
    office = Office()
    for stream in (f"appraisal:{office.appraisal.pk}", f"plan:{office.plan.pk}"):
        office.stream = stream
        with pytest.raises(RuleBroken, match="belum berakhir"):
            propose(office, 0)


def test_a_plan_that_its_period_still_needs_is_not_erased(office):
    plan = Plan.objects.create(cycle=office.cycle, employee=office.stranger, supervisor=office.supervisor)
    office.stream = f"plan:{plan.pk}"
    with pytest.raises(RuleBroken, match="masih diperlukan"):
        propose(office, 0)


# --- at once, and killed ---


@FORK
@pytest.mark.django_db(transaction=True)
def test_two_workers_erase_once():
    office = Ended()
    agree(office, propose(office))
    done = together(*[(erasure.carry_out, NOW + 2 * DAY)] * 2)
    assert sorted(done) == [0, 1]
    assert Entry.objects.filter(event="payload.erased").count() == 1


@FORK
@pytest.mark.django_db(transaction=True)
def test_two_of_hr_at_once_make_one_proposal():
    office = Ended()
    User.objects.create(username="hr2", name="Rina", roles=["hr_admin"])
    people = [office.hr.pk, User.objects.get(username="hr2").pk]
    answers = together(*[(propose_once, office.stream, office.numbers("objected"), pk) for pk in people * 2])
    assert sorted(answers) == ["proposed", *["refused"] * 3]
    assert ErasureProposal.objects.count() == 1


def propose_once(stream, numbers, by):
    try:
        erasure.propose(stream, numbers=numbers, by=again(by), at=NOW, **LETTER)
    except RuleBroken:
        return "refused"
    return "proposed"


@FORK
@pytest.mark.django_db(transaction=True)
def test_a_hold_and_the_worker_at_once_are_one_after_the_other():
    """Whoever comes first wins whole: held and all there, or gone and all gone."""
    office = Ended()
    agree(office, propose(office))
    place = (hold_once, f"user:{office.employee.pk}", office.inspector.pk)
    done, _held = together((erasure.carry_out, NOW + 2 * DAY), place)
    assert is_kept() is (done == 0)
    erased = Entry.objects.filter(event="payload.erased").first()
    assert (erased is not None) is (done == 1)


def hold_once(stream, by):
    place_hold(stream, **HOLD, by=again(by), at=NOW + 2 * DAY)
    return "held"


class Killed(Exception):
    pass


def killed_before(n):
    """The connection breaks before statement number `n`."""
    seen = count()

    def wrapper(execute, *statement):
        if next(seen) == n:
            raise Killed
        return execute(*statement)

    return connection.execute_wrapper(wrapper)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_statement_leaves_all_or_nothing():
    office = Ended()
    agree(office, propose(office))
    before = everything_kept()
    for n in range(200):
        try:
            with killed_before(n):
                assert erasure.carry_out(NOW + 2 * DAY) == 1
        except Killed:
            assert everything_kept() == before, n
        else:
            break
    assert n > 10
    assert not is_kept()
    assert findings() == []
