"""Everything that can happen is recorded by somebody: each event has a journey here on which it does.

A new event without a journey fails `test_every_event_has_a_journey`.
"""

import io

import pytest
from django.utils import timezone
from post_office import mail as outbox

from appraisal import policies
from appraisal.actions import access as questions
from appraisal.actions import agenda, calendar, closing, erasure, meeting, minutes, unit_rating
from appraisal.actions import cycle as cycles
from appraisal.actions import plan as plans
from appraisal.actions import policy as policy_actions
from appraisal.actions.hold import lift_hold, place_hold
from appraisal.actions.unit_rating import export_calibration
from appraisal.models import Cycle, DayOff, PlannedResult
from audit import cosignatures, registry
from audit.access.batches import seal_looks
from audit.access.looking import look
from audit.dossier.handing import hand_out, note_export
from audit.exports.asking import ask_export
from audit.exports.writing import run_exports
from audit.heads import record_heads
from audit.key import make_key, signing_key
from audit.models import Access, Entry, Question
from audit.opening import open_log, open_stream
from audit.personal.asking import ask_copy, fetch_copy
from audit.personal.making import run_copies
from audit.rotation import announce
from audit.seal import seal, seal_all
from audit.search.filters import Filter
from audit.status import note_run
from audit.tlog.checkpoint import Checkpoint as Stated
from audit.tlog.note import Note
from config.checkpoint_mail import mail_checkpoint
from config.configured import note_settings
from config.mail import send_mail
from notifications.actions import add_device, choose, remove_device
from notifications.sent import record_removed
from organization import actions as people
from organization.actions import export as exports
from organization.actions.signin import fail_to_sign_in, sign_in, sign_out
from organization.importing import actions as importing
from organization.importing.undoing import undo_run
from organization.models import SYSTEM, Delegation, ImportRun, User
from tests import filed as filing
from tests.audit.dossier.made import EVIL, KEY, WITNESS
from tests.audit.erasure.ended import Ended
from tests.calibrated import Calibrated
from tests.notifications.browsers import Browser
from tests.office import DAY, NOW, TODAY, Office
from tests.people import make_post, make_unit, make_user
from tests.staff_file import csv_of, staff
from tests.workflow.sitting import hold
from tests.workflow.walking import walk
from workflow import beside, committees
from workflow.beside.inspecting import close_inspection, inspect_content
from workflow.beside.opening import open_content, record_print
from workflow.committees import appoint_substitute, move_meeting
from workflow.desk import beginning, snoozing
from workflow.desk.bulk import run_waiting
from workflow.extending import ask_extension, decline_extension, extend
from workflow.launch import ask_launch, export_left_out, launch_cycle
from workflow.pausing import pause, resume
from workflow.releasing import move_release
from workflow.reminders import remind
from workflow.sweeper import sweep
from workflow.undoing import undo_launch


def contested(db):
    """The longest way through a case, and what HR does beside it."""
    office = Office()
    beside.reassign(office.appraisal.pk, role="supervisor", to=office.stranger, reason="Sakit.", by=office.hr, at=NOW)
    walk(office, "0 submit supervisor_review\n 1 return self_assessment\n 2 submit supervisor_review")
    walk(office, "2 recall self_assessment\n 2 submit supervisor_review\n 3 submit employee_response")
    walk(office, "3 open employee_response\n 4 refuse refusal_period\n 5 object supervisor_statement")
    walk(office, "6 submit objection_decision\n 7 reply objection_decision\n 7 ask clarification")
    walk(office, "8 submit objection_decision\n 8 change committee_vote\n 9 return:procedure committee_vote")
    office.take("return", {"reason": "Prosedur.", "procedure": "employee_not_heard"}, at=NOW + 9 * DAY)
    walk(office, "13 dismiss committee_vote\n 14 endorse committee_vote\n 14 endorse final")
    letter = {"authority": "PTUN", "letter_no": "1", "reason": "Putusan.", "by": office.hr, "at": NOW + 99 * DAY}
    record_print(office.appraisal.pk, purpose="", by=office.employee, at=NOW)
    beside.supersede(office.appraisal.pk, results_rating="below", behaviour_rating="below", **letter)


def silent(db):
    """Nobody does anything, until HR ends it."""
    office = Office()
    sweep(NOW + 18 * DAY)
    walk(office, "19 submit employee_response\n 20 deliver employee_response\n 40 lapse committee_vote")
    walk(office, "41 admit employee_response\n 41 cancel cancelled")


def refused(db):
    office = Office()
    walk(office, "0 submit supervisor_review\n 1 submit employee_response\n 1 refuse refusal_period")
    walk(office, "18 lapse objection_decision")
    office = of_a_stranger(office)
    walk(office, "0 submit supervisor_review\n 1 submit employee_response\n 1 object supervisor_statement")
    walk(office, "10 lapse objection_decision\n 10 ask clarification\n 15 lapse objection_decision")
    beside.withdraw_objection(office.appraisal.pk, by=office.employee, at=NOW + 15 * DAY)
    sweep(NOW + 60 * DAY)


def filed(db):
    """Files of both sides; one is taken back, one accepted, one rejected."""
    office = Office()
    added = [attached(office, filing.pdf(str(n)), office.employee, NOW) for n in range(3)]
    beside.withdraw_evidence(office.appraisal.pk, added[0].pk, reason="Salah.", by=office.employee, at=NOW)
    walk(office, "0 submit supervisor_review")
    for row, is_accepted in zip(added[1:], (True, False), strict=True):
        told = {"is_accepted": is_accepted, "reason": "Tidak terbaca."}
        beside.examine(office.appraisal.pk, row.pk, by=office.supervisor, at=NOW + DAY, **told)


def attached(office, content, by, at):
    return beside.attach(office.appraisal.pk, file=io.BytesIO(content), name="bukti.pdf", by=by, at=at)


def disputed(db):
    office = Office()
    walk(office, "0 submit supervisor_review\n 1 submit employee_response\n 5 deliver employee_response")
    beside.dispute_delivery(office.appraisal.pk, dispute="Tidak pernah.", by=office.employee, at=NOW + 6 * DAY)


def late(db):
    office = Office()
    walk(office, "0 submit supervisor_review\n 30 late supervisor_review\n 30 submit employee_response")
    walk(office, "30 object supervisor_statement\n 31 submit objection_decision\n 90 late objection_decision")


def shared(db):
    """A step that two delegates may do: one takes it, the other asks for it."""
    office = Office()
    step, (first, second) = office.step(), office.members[:2]
    letter = {"principal": office.employee, "from_date": NOW, "to_date": NOW, "letter_no": "800/5"}
    Delegation.objects.bulk_create(Delegation(delegate=person, **letter) for person in (first, second))
    beside.claim(step.pk, by=first, at=NOW)
    beside.ask_for(step.pk, by=second, at=NOW)
    beside.release(step.pk, by=first, at=NOW)
    beside.claim(step.pk, by=second, at=NOW)
    beside.unclaim(office.appraisal.pk, reason="Sakit.", by=office.hr, at=NOW)


def without_vote(db):
    office = Office(committee={"scope": "contested"})
    walk(office, "0 submit supervisor_review\n 1 submit employee_response\n 1 acknowledge awaiting_date")
    sweep(NOW + 60 * DAY)


def together(db):
    """Results wait for each other; one is revised, the day moves."""
    office = Office(release=25)
    walk(office, "0 submit supervisor_review\n 1 submit awaiting_release")
    revision = {"results_rating": "above", "behaviour_rating": "meets", "reason": "Terhitung."}
    beside.revise(office.appraisal.pk, data=revision, by=office.supervisor, at=NOW + 2 * DAY)
    day = {"release_on": TODAY + 26 * DAY, "reason": "Rapat pindah."}
    move_release(office.cycle.pk, **day, by=office.hr, at=NOW + 3 * DAY)
    walk(office, "26 lapse employee_response")


def at_the_top(db):
    office = Office(top=True)
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 3 object supervisor_statement")
    walk(office, "4 submit committee_vote\n 5 endorse committee_vote\n 5 endorse objection_decision")


def in_committee(db):
    """Members who are parties, a meeting that moves and ends without quorum, a tie, a return."""
    office = Office(members=["supervisor", "member_0", "member_1", "member_2"])
    office.bring_to("committee_vote")
    move_meeting(office.committee.pk, TODAY + 40 * DAY, "Ruang dipakai.", by=office.hr, at=NOW)
    appoint_substitute(office.seats[1].pk, office.hr, "800/1", "Cuti.", by=office.hr, at=NOW)
    for step, outcome in zip(office.open_steps(), ("endorse", "return", "abstain"), strict=True):
        office.take(outcome, step=step, by=step.owner, at=NOW + DAY)
    sweep(NOW + 80 * DAY)


def met(db):
    """A meeting, from its agenda to its end."""
    office = Office()
    office.bring_to("committee_vote")
    chair, member, other = office.members
    made = agenda.prepare(office.committee.pk, held_on=TODAY, by=chair, at=NOW)
    agenda.add_case(made.pk, office.appraisal.pk, by=chair, at=NOW)
    unit, case = made.items.order_by("position")
    agenda.move_item(made.pk, case.pk, by_places=-1, by=chair, at=NOW)
    agenda.remove_item(made.pk, unit.pk, by=chair, at=NOW)
    meeting.open_meeting(made.pk, by=chair, at=NOW)
    meeting.note_absent(made.pk, other, reason="Sakit.", by=chair, at=NOW)
    meeting.attend(made.pk, by=member, at=NOW)
    meeting.leave(made.pk, by=member, at=NOW)
    meeting.call_item(made.pk, case.pk, by=chair, at=NOW)
    meeting.close_meeting(made.pk, by=chair, at=NOW)


def in_conflict(db):
    """Kin declared, read and withdrawn; a leader kept out; one who is named asked; one who voted otherwise."""
    office = Office()
    made = committees.declare_kin(office.employee, "sibling", by=office.stranger, at=NOW)
    committees.open_kin(office.committee.pk, office.stranger, purpose="Aduan 1", by=office.hr, at=NOW)
    committees.withdraw_kin(made.pk, by=office.stranger, at=NOW)
    office.members[0].name = "Ruslan Hutapea"
    office.members[0].save()
    walk(office, "0 submit supervisor_review")
    office.take("submit", office.data("supervisor_review", "submit") | {"reason": "Menurut Ruslan Hutapea sesuai."})
    walk(office, "3 acknowledge committee_vote")
    committees.declare_kin(office.employee, "child", by=office.members[2], at=NOW + 4 * DAY)
    office.take("endorse", {"no_relation": True}, by=office.members[0], at=NOW + 4 * DAY)
    office.take("return", by=office.members[1], at=NOW + 4 * DAY)
    beside.dissent(office.appraisal.pk, text="Keberatan.", by=office.members[1], at=NOW + 4 * DAY)


def minuted(db):
    """Signed by one, refused by the second, the chair unable: sealed all the same."""
    office = Office()
    office.bring_to("committee_vote")
    chair, second, third = office.members
    held = hold(office)
    made = minutes.draw_up(held.pk, number="1", place="Aula", by=chair, at=NOW + 20 * DAY)
    seen = {"seen": made.sha256, "at": NOW + 20 * DAY}
    minutes.check(made.pk, by=chair, **seen)
    minutes.sign(made.pk, by=second, **seen)
    minutes.refuse(made.pk, reason="Keliru.", by=third, **seen)
    minutes.note_unable(made.pk, reason="Sakit.", place=3, by=office.hr, at=NOW + 20 * DAY)
    minutes.record_print(made.pk, by=office.hr, at=NOW + 20 * DAY)
    minutes.hand_out(made.pk, by=office.hr, at=NOW + 20 * DAY)


def sent_back(db):
    office = Office()
    office.bring_to("committee_vote")
    for step in office.open_steps()[:2]:
        office.take("return", step=step, by=step.owner)


def nobody_free(db):
    office = Office(members=["supervisor", "second_level", "employee"])
    office.bring_to("committee_vote")


def prepared(db):
    """A policy, a cycle with its committee, plans; then HR opens it."""
    office = Office()
    document = policies.preset("permenpanrb-6-2022").model_copy(update={"title": "Lain"})
    policy = policy_actions.draft(document, by=office.hr, at=NOW)
    policy = policy_actions.adopt(policy.pk, letter_no="800/1", by=office.hr, at=NOW)
    dates = {name: getattr(office.cycle, name) for name in cycles.DATES}
    cycle = cycles.create(slug="lain", name="Lain", policy=policy, by=office.hr, at=NOW, **dates)
    cycles.change(cycle.pk, name="Lain lagi", policy=policy, by=office.hr, at=NOW, **dates)
    members = [member.pk for member in office.members]
    cycles.appoint_committee(
        cycle=cycle, name="Komite", member_ids=members, chair_id=members[0], letter_no="1", by=office.hr, at=NOW
    )
    post = make_post("Kepala", unit=office.unit, kind="administrator")
    desk = make_post("Staf", superior=post)
    people.appoint_acting(
        person=office.supervisor, post=post, kind="plt", from_date=TODAY - DAY, to_date=None, letter_no="1",
        by=office.hr, at=NOW,
    )  # fmt: skip
    desk.assignments.create(holder=office.employee, from_date=TODAY - DAY)
    plan = plans.start(cycle=cycle, employee=office.employee, supervisor=office.supervisor, by=office.employee, at=NOW)
    typed = [plans.ResultText("Layanan", PlannedResult.Kind.MAIN, [plans.IndicatorText("n", 10, "u")])]
    as_employee = {"by": office.employee, "at": NOW}
    plan = plans.save(plan.pk, results=typed, version=plan.version, **as_employee)
    plan = plans.propose(plan.pk, version=plan.version, **as_employee)
    plan = plans.send_back(plan.pk, version=plan.version, reason="Lengkapi.", by=office.supervisor, at=NOW)
    plan = plans.propose(plan.pk, version=plan.version, **as_employee)
    plans.agree(plan.pk, version=plan.version, by=office.supervisor, at=NOW)
    cycle = Cycle.objects.get(pk=cycle.pk)
    export_left_out(cycle, [office.stranger.pk], by=office.hr, at=NOW)
    ask_launch(cycle, by=office.hr, at=NOW)
    launch_cycle(cycle, by=office.hr, at=NOW)


def account(db):
    hr, siti = make_user("Farida", roles=["hr_admin"]), make_user("Siti", email="siti@kota.example")
    by, reason = {"by": hr, "at": NOW}, {"reason": "Surat 800/1", "by": hr, "at": NOW}
    people.issue_sign_in_link(person=siti, **by)
    people.mail_password_link(person=siti, at=NOW)
    people.set_password(person=siti, password="batik-kawung-7", at=NOW, is_by_link=True)
    people.set_preferences(person=siti, at=NOW, theme="dark")
    choose(siti, digest="daily", mail=set(), push=set(), at=NOW)
    browser = {"endpoint": "https://fcm.googleapis.com/x"}
    add_device(siti, **browser, **Browser().keys, at=NOW)
    remove_device(siti, **browser, at=NOW)
    people.grant_role(person=siti, role="inspector", **reason)
    people.revoke_role(person=siti, role="inspector", **reason)
    people.create_api_token(person=siti, at=NOW)
    people.deactivate(person=siti, **reason)
    people.reactivate(person=siti, **reason)
    sign_in(person=siti, at=NOW)
    sign_out(person=siti, at=NOW)
    fail_to_sign_in(account="tidak-ada", at=NOW)


def line(db):
    office = Office()
    day, reason = TODAY, {"reason": "Surat 800/1", "by": office.hr, "at": NOW}
    override = people.set_override(
        person=office.employee, supervisor=office.stranger, from_date=day, to_date=None, **reason
    )
    people.end_override(override=override, to_date=day + DAY, **reason)
    people.succeed_number(person=office.employee, kind="nip", number="198609262015051001", from_date=day, **reason)
    post = make_post("Kepala", kind="administrator")
    held = people.appoint_acting(
        person=office.stranger, post=post, kind="plt", from_date=day, to_date=None, letter_no="1", by=office.hr, at=NOW
    )
    people.end_assignment(assignment=held, to_date=day + DAY, **reason)
    letter = {"from_date": day, "to_date": day, "letter_no": "1", "by": office.hr, "at": NOW}
    people.end_delegation(
        delegation=people.delegate_tasks(principal=office.supervisor, delegate=office.stranger, **letter), **reason
    )
    unit = make_unit("Kota")
    people.record_official(
        name="Wali", email="", post_title="Wali Kota", unit=unit, from_date=day, letter_no="1", by=office.hr, at=NOW
    )


def imported(db):
    hr = make_user("Farida", roles=["hr_admin"])
    by = {"by": hr, "at": timezone.now()}
    facts = {"name": "staf.csv", "content": csv_of(staff()), "end_missing": False}
    run = importing.check_file(**facts, **by)
    importing.choose_columns(run=run, columns={}, **by)
    run = importing.check_run(run=importing.keep_file(**facts, **by), **by)
    importing.apply_run(run=run, **by)
    undo_run(run=ImportRun.objects.get(pk=run.pk), reason="Berkas lama.", **by)
    importing.discard(run=importing.check_file(**facts, **by), **by)
    exports.export_people(what="without_email", person_ids=[hr.pk], **by)


def looked_at(db):
    """Purposes, an inspection, questions, and the sealing of it all."""
    office = Office()
    User.objects.create(username="hr2", name="Rina", roles=["hr_admin"])
    office.bring_to("supervisor_review")
    open_content(office.appraisal.pk, purpose="Aduan 1", by=office.hr, at=NOW)
    inspection = inspect_content(office.appraisal.pk, purpose="Surat 1", by=office.inspector, at=NOW)
    close_inspection(inspection.pk, by=office.inspector, at=NOW)
    open_log(purpose="Surat 2", by=office.inspector, at=NOW)
    open_stream(f"cycle:{office.cycle.pk}", purpose="Surat 3", by=office.inspector, at=NOW)
    ask_export(Filter(), purpose="Surat 4", format="csv", with_content=False, by=office.inspector, at=NOW)
    copy = ask_copy(by=office.employee, at=NOW)
    run_exports(NOW)
    run_copies(NOW)
    copy.refresh_from_db()
    fetch_copy(copy, by=office.employee, at=NOW)
    look(viewer=office.hr, at=NOW, kind="content", stream="appraisal:1", person=office.employee.pk)
    access = Access.objects.get(viewer=office.hr)
    asked = questions.ask(access.pk, to=Question.To.HR, text="?", by=office.employee, at=NOW)
    questions.ask(access.pk, to=Question.To.INSPECTORATE, text="!", by=office.employee, at=NOW)
    questions.answer(asked.pk, text="Tugas.", by=User.objects.get(username="hr2"), at=NOW)
    seal_looks(NOW)
    seal_all(KEY, NOW)
    hand_out(f"cycle:{office.cycle.pk}", purpose="Surat 5", by=office.inspector, at=NOW)


def erased(db):
    """By order, after one proposal was opposed, one withdrawn, and a hold lifted."""
    office = Ended()
    facts = {"basis": "Putusan", "letter_no": "800/1", "by": office.hr, "at": NOW}

    def propose():
        return erasure.propose(office.stream, numbers=office.numbers("objected"), **facts).pk

    erasure.answer(propose(), agrees=False, text="Masih diperiksa.", by=office.inspector, at=NOW)
    erasure.withdraw(propose(), by=office.hr, at=NOW)
    letter = {"reason": "Gugatan", "letter_no": "W1", "by": office.inspector, "at": NOW}
    lift_hold(place_hold(office.stream, **letter).pk, **letter)
    erasure.answer(propose(), agrees=True, by=office.inspector, at=NOW)
    erasure.carry_out(NOW)


def by_itself(db, settings):
    """What the worker records of the installation."""
    if not settings.AUDIT_KEY_FILE.exists():
        make_key(settings.AUDIT_KEY_FILE)
    note_settings(NOW)
    outbox.send("siti@kota.example", "timbang@kota.example", subject="Hasil", message="Buka.")
    send_mail(NOW)
    record_removed(1, NOW)
    seal(signing_key(), NOW)
    note_settings(NOW)
    people.create_api_token(person=make_user("Siti"), at=NOW)
    seal(signing_key(), NOW)


def reminded(db):
    office = Office()
    beside.remind_now(office.cycle.pk, by=office.hr, at=NOW + 8 * DAY)
    remind(NOW + 9 * DAY)


def more_time(db):
    office = Office()
    walk(office, "0 submit supervisor_review")
    step, until = office.step(), TODAY + 25 * DAY
    asked = ask_extension(step.pk, until=until, reason="Dinas luar.", by=step.owner, at=NOW)
    decline_extension(asked.pk, reason="Cukup.", by=office.hr, at=NOW)
    told = {"letter_no": "1", "reason": "Gangguan.", "by": office.hr}
    extend(office.cycle.pk, step="supervisor_review", until=until, **told, at=NOW)
    silent_case = of_a_stranger(office)
    sweep(NOW + 18 * DAY)
    extend(office.cycle.pk, step="self_assessment", until=until, **told, at=NOW + 18 * DAY, unit=office.unit)
    run_waiting(NOW + 18 * DAY)
    assert silent_case.stage() == "self_assessment"
    pause(office.cycle.pk, reason="Padam.", by=office.hr, at=NOW + 18 * DAY)
    resume(office.cycle.pk, reason="Pulih.", by=office.hr, at=NOW + 20 * DAY)


def calibrated(db):
    """A unit is rated, by its leader above and from his letter; its head explains; those who rated are asked."""
    office = Calibrated([3, 8, 1, 0, 0], waits=True)
    where, head = (office.cycle.pk, office.unit.pk), office.unsaved(office.head)
    head.supervisor = office.mayor
    [office.head_case] = office.launch_these([head])
    type(head).objects.filter(pk=office.head_case.pk).update(
        stage="awaiting_release", predicate="good", results_rating="below", behaviour_rating="meets", rating_reason="x"
    )
    rating = unit_rating.set_unit_rating(*where, rating="good", reason="Target tercapai.", by=office.mayor, at=NOW)
    unit_rating.set_unit_rating(*where, rating="poor", reason="Keliru.", by=office.mayor, at=NOW)
    letter = {"letter_no": "800/9", "by": office.hr, "at": NOW}
    unit_rating.set_unit_rating(*where, rating="excellent", reason="Surat.", **letter)
    other = make_unit(parent=office.unit)
    unit_rating.set_unit_rating(office.cycle.pk, other.pk, rating="good", reason="Surat.", **letter)
    unit_rating.justify(rating.pk, text="Sepuluh layanan memenuhi target triwulan ini. " * 2, by=office.head, at=NOW)
    unit_rating.ask_review(rating.pk, units=[office.unit.pk], reason="Periksa bukti.", by=office.hr, at=NOW)
    export_calibration(office.cycle, 1, by=office.hr, at=NOW)


def undone(db):
    office = Office()
    undo_launch(office.cycle.pk, reason="Terlanjur.", by=office.hr, at=NOW)


def kept_calendar(db):
    office = Office()
    calendar.fill(2026, by=office.hr, at=NOW)
    day = {"day": NOW.date() + DAY, "name": "Pilkada", "kind": "local", "source": "Keputusan 1/2026"}
    calendar.add_day(2026, **day, by=office.hr, at=NOW)
    calendar.drop_day(DayOff.objects.get(name="Pilkada").pk, reason="Batal.", by=office.hr, at=NOW)


def watched(db, settings):
    """Witnesses hand in what they signed; the newest checkpoint is mailed; the ends of the streams are written down."""
    Office()
    settings.AUDIT_ORIGIN, settings.AUDIT_MAIL_TO = KEY.name, ("arsip@lain.example",)
    settings.AUDIT_WITNESSES = (str(WITNESS.verifier),)
    checkpoint = seal(KEY, NOW)
    cosignatures.accept(_signed(checkpoint.note), NOW)
    with pytest.raises(cosignatures.NotAccepted):
        cosignatures.accept(_signed(str(Stated(KEY.name, 10**6, bytes(32)).sign(KEY))), NOW)
    mail_checkpoint(NOW)
    record_heads(NOW)
    announce(KEY.verifier, EVIL.verifier, NOW)
    note_export(checkpoint, purpose="", by=SYSTEM, at=NOW)
    note_run(at=NOW, ok=True, size=checkpoint.size)


def _signed(note):
    note = Note.parse(note)
    return str(note.with_signature(WITNESS.sign(note.text, time=int(NOW.timestamp())))).encode()


def closed(db):
    office = Office()
    beside.cancel(office.appraisal.pk, reason="Pensiun", by=office.hr, at=NOW)
    closing.close(office.cycle.pk, letter_no="1", by=office.hr, at=NOW)
    closing.end_streams(NOW)


def ordered(db):
    """HR says what inboxes begin with; somebody puts a task off, and brings it back."""
    office = Office()
    snoozing.snooze(office.step().pk, day=(NOW + 2 * DAY).date(), by=office.employee, at=NOW)
    assert snoozing.wake(office.step().pk, by=office.employee, at=NOW)
    beginning.set_role_view("supervisor", name="Menilai", query="role=supervisor", by=office.hr, at=NOW)
    beginning.drop_role_view("supervisor", by=office.hr, at=NOW)


JOURNEYS = {
    contested: """
        appraisal.opened appraisal.step_reassigned appraisal.self_assessed appraisal.review_returned
        appraisal.submit_recalled appraisal.review_released appraisal.result_received appraisal.refused
        appraisal.objected appraisal.statement_made appraisal.replied appraisal.clarification_asked
        appraisal.clarification_given appraisal.rating_changed appraisal.committee_opened appraisal.vote_cast
        appraisal.determination_returned appraisal.objection_dismissed appraisal.committee_endorsed
        appraisal.finalized appraisal.printed appraisal.superseded""",
    silent: """
        appraisal.self_assessment_lapsed appraisal.delivery_recorded appraisal.response_lapsed
        appraisal.late_objection_admitted appraisal.cancelled""",
    refused: """
        appraisal.refusal_stands appraisal.statement_lapsed appraisal.clarification_lapsed
        appraisal.objection_withdrawn""",
    disputed: "appraisal.delivery_disputed",
    late: """
        appraisal.review_late appraisal.decision_late appraisal.lateness_told appraisal.lateness_told_to_hr""",
    shared: "appraisal.step_claimed appraisal.step_asked_for appraisal.step_released appraisal.step_unclaimed",
    together: """
        appraisal.review_submitted appraisal.rating_revised appraisal.release_moved cycle.release_moved
        appraisal.results_released""",
    without_vote: "appraisal.acknowledged appraisal.date_reached",
    at_the_top: "appraisal.committee_recommended",
    in_committee: """
        appraisal.members_recused appraisal.meeting_moved committee.meeting_moved committee.substitute_appointed
        appraisal.committee_undecided appraisal.no_quorum""",
    met: """
        committee.meeting_prepared committee.agenda_added committee.agenda_removed committee.agenda_reordered
        committee.meeting_opened committee.member_present committee.member_left committee.member_absent
        committee.item_called committee.item_closed committee.meeting_closed""",
    in_conflict: """
        kin.declared kin.withdrawn committee.kin_opened appraisal.members_conflicted appraisal.relation_denied
        appraisal.dissented""",
    filed: """
        appraisal.evidence_attached appraisal.evidence_withdrawn appraisal.evidence_accepted
        appraisal.evidence_rejected""",
    minuted: """
        committee.minutes_drawn_up committee.minutes_checked committee.minutes_signed committee.minutes_refused
        committee.minutes_unable committee.minutes_sealed committee.minutes_printed committee.minutes_handed_out""",
    sent_back: "appraisal.committee_returned",
    nobody_free: "appraisal.nobody_free",
    prepared: """
        policy.drafted policy.adopted cycle.created cycle.changed committee.appointed plan.started plan.changed
        plan.proposed plan.returned plan.agreed cycle.left_out_exported cycle.launch_asked cycle.launched""",
    more_time: """
        appraisal.extension_asked appraisal.extension_declined appraisal.deadline_extended cycle.deadline_extended
        appraisal.step_reopened cycle.paused cycle.resumed appraisal.clock_resumed""",
    calibrated: """
        unitrating.set unitrating.changed unitrating.recorded unitrating.corrected unitrating.justified
        unitrating.review_asked unitrating.head_differs cycle.calibration_exported""",
    undone: "cycle.launch_undone appraisal.opening_undone",
    reminded: "cycle.reminded cycle.reminded_by_hand",
    ordered: "inbox.view_set inbox.view_dropped inbox.put_off inbox.brought_back",
    kept_calendar: "calendar.filled calendar.day_added calendar.day_dropped",
    account: """
        user.sign_in_link_issued user.password_link_requested user.sign_in_link_used user.password_set
        user.preferences_changed notices.chosen notices.device_added notices.device_removed user.role_granted user.role_revoked user.api_token_created user.deactivated
        user.api_tokens_revoked user.reactivated user.signed_in user.signed_out user.sign_in_failed""",
    line: """
        user.supervisor_overridden user.override_ended user.acting_appointed user.assignment_ended
        user.official_added user.tasks_delegated user.delegation_ended user.number_succeeded""",
    imported: """
        organization.import_uploaded organization.import_checked organization.import_columns_chosen
        organization.imported organization.import_undone organization.import_discarded organization.list_exported""",
    looked_at: """
        appraisal.content_opened inspection.opened inspection.case_opened inspection.closed
        appraisal.inspection_disclosed log.purpose_stated log.content_opened log.exported log.export_made log.dossier_made
        access.questioned
        access.reported access.explained access.batch personal.copy_asked personal.copy_made personal.copy_fetched""",
    closed: "cycle.closed appraisal.closed",
    watched: """
        checkpoint.cosigned checkpoint.disputed checkpoint.mailed streams.heads log.key_rotated
        log.written_out log.verified""",
    erased: """
        erasure.proposed erasure.opposed erasure.withdrawn erasure.agreed erasure.done payload.erased hold.placed
        hold.lifted""",
    by_itself: "system.configured mail.sent mail.removed checkpoint.issued",
}
ELSEWHERE = {
    "user.demo_account_opened",  # tests/unit/test_demo_load.py: the demo city takes a while
    "organization.import_files_deleted",  # tests/unit/test_import_jobs.py: files grow old
    "inbox.steps_taken_over",  # tests/workflow/test_taking_over.py: an upgrade
}


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_what_happens_is_recorded(db, settings, journey):
    journey(db, settings) if journey in (by_itself, watched) else journey(db)
    recorded = set(Entry.objects.values_list("event", flat=True))
    assert set(JOURNEYS[journey].split()) - recorded == set()


def test_every_event_has_a_journey():
    told = {name for names in JOURNEYS.values() for name in names.split()} | ELSEWHERE
    assert set(registry.events) - told == set(), "Add a journey on which it is recorded."
    assert told - set(registry.events) == set(), "There is no such event any more."


def of_a_stranger(office):
    """Another case in the same office."""
    office.plan, office.indicators = office.make_plan(office.stranger)
    office.employee = office.stranger
    office.appraisal = office.launch([office.stranger])[0]
    return office
