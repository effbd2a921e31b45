"""Minutes: generated from what was recorded, checked by the chair, signed in order, sealed and found by their file."""

import json
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from appraisal import minutes_words
from appraisal.actions import minutes as actions
from appraisal.actions.meeting import close_meeting
from appraisal.actions.unit_rating import justify, set_unit_rating
from appraisal.models import Minutes, Signature, UnitRating
from appraisal.rules import RuleBroken
from appraisal.selectors.minutes import absences_in, content_of, justifications_in, order_of
from audit.canonical import canonical
from audit.models import Entry
from notifications.models import Notice
from portal.answers import answer_to
from tests.calibrated import Calibrated
from tests.counting import statements
from tests.office import DAY, Office
from workflow import beside, committees
from workflow.refusals import Invalid

from .sitting import AT, hold
from .test_committees import cases_of
from .walking import walk

TO_COMMITTEE = "0 submit supervisor_review\n 2 submit employee_response\n 3 acknowledge committee_vote"
CONTESTED = """
    0   submit   supervisor_review
    2   submit   employee_response
    3   object   supervisor_statement
    4   submit   objection_decision
    5   change   committee_vote
"""
HEAD = {"number": "800/12/BA/2026", "place": "Ruang rapat Bappeda"}
LATER = AT + DAY
SAID = "Sepuluh layanan memenuhi target triwulan ini tanpa tambahan pegawai."
DIGEST = sha256(b"Bukti kurang.").hexdigest()


def drawn_up(office, *, at=LATER, **how):
    meeting = hold(office, **how)
    return actions.draw_up(meeting.pk, **HEAD, by=office.hr, at=at)


def opened(office, **how):
    minutes = drawn_up(office, **how)
    return actions.check(minutes.pk, seen=minutes.sha256, by=office.committee.chair, at=LATER)


def sign(minutes, member, at=LATER):
    return actions.sign(minutes.pk, seen=minutes.sha256, by=member, at=at)


def events_of(office):
    rows = Entry.objects.filter(stream=f"committee:{office.committee.pk}", event__contains="minutes").order_by("n")
    return [name.removeprefix("committee.minutes_") for name in rows.values_list("event", flat=True)]


def refused(status, match, act):
    with pytest.raises(RuleBroken, match=match) as broken:
        act()
    assert getattr(broken.value, "status", 422) == status


# --- what they say ---


def test_the_facts_of_a_case_that_was_discussed(office):
    walk(office, CONTESTED)
    minutes = drawn_up(office, votes=[(0, "endorse"), (2, "endorse")], absent=[office.members[1]])
    content = minutes.content
    assert content["committee"]["letter_no"] == "800/1/2026"
    assert content["meeting"]["held_on"] == AT.date().isoformat()
    absent = minutes.meeting.attendances.get(member=office.members[1])
    assert [row["absence"] for row in content["attendance"]] == [None, absent.pk, None]
    told = minutes_words.members(content, absences_in(minutes))
    assert [member.absent_reason for member in told] == [None, "Dinas luar.", None]
    meeting = minutes.meeting
    meeting.attendances.filter(pk=absent.pk).update(
        absent_reason=""
    )  # as an order leaves it, also before they are made
    told = minutes_words.members(content_of(meeting, **HEAD), absences_in(minutes))
    assert [member.absent_reason for member in told] == [None, "", None]
    [item] = content["items"]
    [case] = item["cases"]
    assert (item["kind"], item["verdict"], item["code"]) == ("case", "endorsed", office.appraisal.code)
    assert case["tally"] == {"endorse": 2, "return": 0, "abstain": 0}
    assert case["quorum"] == {"entitled": 3, "present": 2}
    assert (case["verdict"], case["tie_rule"], case["recused"]) == ("endorse", None, {})
    entry = Entry.objects.get(stream=f"appraisal:{office.appraisal.pk}", n=case["n"])
    assert (entry.event, bytes(entry.leaf_hash).hex()) == ("appraisal.committee_endorsed", case["leaf"])
    assert content["signers"] == [str(office.members[n].pseudonym) for n in (2, 0)]  # the chair last


def test_who_is_kept_out_of_a_case_is_told_neither_its_code_nor_its_verdict(office):
    walk(office, CONTESTED)
    minutes = drawn_up(office, votes=[(0, "endorse"), (2, "endorse")])
    [line] = minutes_words.items(minutes.content, hidden={office.appraisal.code})
    assert (line.title, line.verdict) == ("Kasus yang tertutup bagi Anda", "")


def test_the_day_is_the_one_on_which_it_was_opened():
    times = {"held_on": "2026-12-04", "opened_at": "2026-11-30T04:17:00+00:00", "closed_at": None}
    assert minutes_words.took_place_on({"meeting": times}).isoformat() == "2026-11-30"


def test_the_consent_list_names_what_was_decided_while_the_meeting_was_open(office):
    walk(office, TO_COMMITTEE)
    minutes = drawn_up(office, votes=[(0, "endorse"), (1, "endorse")])
    [item] = minutes.content["items"]
    assert (item["kind"], item["unit"]) == ("unit", "Dinas Kominfo")
    assert [case["code"] for case in item["cases"]] == [office.appraisal.code]
    assert item["cases"][0]["round"] == 1


def test_an_item_of_a_unit_quotes_its_distribution_and_what_its_leader_said(db):
    office = Calibrated([2, 9, 1, 0, 0])
    office.bring_to("committee_vote")
    set_unit_rating(office.cycle.pk, office.unit.pk, rating="good", reason="x", letter_no="800/1", by=office.hr, at=AT)
    rating = UnitRating.objects.get()
    justify(rating.pk, text=SAID, by=office.head, at=AT)
    minutes = drawn_up(office, votes=[(0, "endorse"), (1, "endorse")])
    justify(rating.pk, text=SAID + " Kedua.", by=office.head, at=LATER)  # what was quoted is read as it was
    [item] = minutes.content["items"]
    spread = item["distribution"]
    assert (spread["n"], spread["rating"], spread["warnings"]) == (13, "good", 1)
    assert sum(spread["counts"].values()) == 13
    assert spread["justification"]["name"] == office.head.full_name
    assert SAID not in minutes.body
    [line] = minutes_words.items(minutes.content, texts=justifications_in(minutes))
    assert line.said[2] == SAID
    best_first = "2 Sangat baik, 10 Baik, 1 Butuh perbaikan (n = 13)."
    assert line.distribution == f"{best_first} Capaian unit Baik; 1 peringatan panduan."


def test_a_unit_too_small_to_be_told_has_no_distribution(office):
    walk(office, TO_COMMITTEE)
    minutes = drawn_up(office, votes=[(0, "endorse"), (1, "endorse")])
    assert [item["distribution"] for item in minutes.content["items"]] == [None]


def test_votes_given_before_the_meeting_are_told_apart(office):
    walk(office, TO_COMMITTEE)
    meeting = hold(office, close=False)
    early, late = AT - DAY / 24, AT + DAY / 24
    office.take("endorse", by=office.members[0], at=early)
    office.take("endorse", by=office.members[1], at=late)
    close_meeting(meeting.pk, by=office.committee.chair, at=AT + DAY / 12)
    minutes = actions.draw_up(meeting.pk, **HEAD, by=office.hr, at=LATER)
    case = minutes.content["items"][0]["cases"][0]
    assert (case["tally"]["endorse"], case["early"]) == (2, 1)
    [line] = minutes_words.items(minutes.content)
    assert line.cases[0].early == "1 di antaranya sebelum rapat dibuka."


def test_a_tie_names_the_rule_and_recusals_their_kind(db):
    office = Office(seats=5)
    committees.declare_kin(office.employee, "sibling", by=office.members[4], at=AT - 9 * DAY)
    walk(office, CONTESTED)
    votes = [(3, "recuse"), (1, "return:procedure"), (2, "abstain"), (0, "endorse")]
    meeting = hold(office, close=False)
    for number, outcome in votes:
        data = {"reason": "x", "procedure": "reason_missing"} if "procedure" in outcome else None
        office.take(outcome.partition(":")[0], data, by=office.members[number], at=AT + DAY / 24)
    close_meeting(meeting.pk, by=office.committee.chair, at=AT + DAY / 12)
    minutes = actions.draw_up(meeting.pk, **HEAD, by=office.hr, at=LATER)
    case = minutes.content["items"][0]["cases"][0]
    assert (case["verdict"], case["tie_rule"]) == ("endorse", "chair")
    assert case["recused"] == {"kin": 1, "own": 1}
    assert case["quorum"] == {"entitled": 3, "present": 3}


def test_a_dissent_stands_in_them(office):
    walk(office, TO_COMMITTEE)
    meeting = hold(office, votes=[(2, "return"), (0, "endorse"), (1, "endorse")])
    beside.dissent(office.appraisal.pk, text="Bukti kurang.", by=office.members[2], at=LATER + 9 * DAY)
    minutes = actions.draw_up(meeting.pk, **HEAD, by=office.hr, at=LATER + 9 * DAY)
    assert minutes.content["items"][0]["cases"][0]["dissents"] == [
        {"member": str(office.members[2].pseudonym), "name": "Anggota 2", "sha256": DIGEST}
    ]


def test_no_number_of_a_person_and_no_name_of_an_employee(office):
    walk(office, CONTESTED)
    minutes = drawn_up(office, votes=[(0, "endorse"), (2, "endorse")])
    assert office.employee.name not in minutes.body
    assert office.supervisor.name not in minutes.body


def test_the_same_facts_give_the_same_bytes(office):
    walk(office, TO_COMMITTEE)
    minutes = drawn_up(office, votes=[(0, "endorse"), (1, "endorse")])
    again = canonical(content_of(minutes.meeting, **HEAD)).decode()
    assert (again, sha256(again.encode()).hexdigest()) == (minutes.body, minutes.sha256)


def test_any_number_of_cases_costs_the_same(office):
    counts = []
    for day, size in ((0, 1), (3, 20)):
        made = cases_of(office, [f"m{size}-{n}" for n in range(size)])
        meeting = hold(office, at=AT + day * DAY, close=False)
        first = office.appraisal
        for office.appraisal in made:
            for member in office.members[:2]:
                office.take("endorse", by=member, at=AT + (day + 0.1) * DAY)
        office.appraisal = first
        close_meeting(meeting.pk, by=office.committee.chair, at=AT + (day + 0.2) * DAY)
        meeting.refresh_from_db()
        with statements() as found:
            minutes = actions.draw_up(meeting.pk, **HEAD, by=office.hr, at=AT + (day + 1) * DAY)
        assert sum(len(item["cases"]) for item in minutes.content["items"]) == size
        counts.append(len(found))
    assert counts[0] == counts[1] <= 26


# --- who draws up and checks ---


def test_only_after_the_meeting_and_only_chair_or_hr(office):
    walk(office, TO_COMMITTEE)
    meeting = hold(office, close=False)
    refused(422, "sesudah rapat ditutup", lambda: actions.draw_up(meeting.pk, **HEAD, by=office.hr, at=LATER))
    close_meeting(meeting.pk, by=office.committee.chair, at=AT + DAY / 2)
    for by in (office.members[1], office.employee, office.inspector):
        refused(403, "ketua komite atau", lambda by=by: actions.draw_up(meeting.pk, **HEAD, by=by, at=LATER))
    for wrong in ({"number": " "}, {"place": ""}, {"number": "x" * 81}):
        with pytest.raises(RuleBroken) as broken:
            actions.draw_up(meeting.pk, **HEAD | wrong, by=office.hr, at=LATER)
        assert broken.value.field in wrong
    assert not Minutes.objects.exists()


def test_drawn_up_anew_while_nobody_has_signed(office):
    walk(office, TO_COMMITTEE)
    minutes = opened(office)
    again = actions.draw_up(minutes.meeting_id, number="BA-2", place="Aula", by=office.hr, at=LATER)
    assert (again.pk, again.is_draft, Minutes.objects.count()) == (minutes.pk, True, 1)
    assert again.sha256 != minutes.sha256
    minutes = actions.check(again.pk, seen=again.sha256, by=office.committee.chair, at=LATER)
    sign(minutes, office.members[1])
    refused(409, "ditandatangani sebagian", lambda: actions.draw_up(again.meeting_id, **HEAD, by=office.hr, at=LATER))


def test_the_chair_checks_what_he_saw_once(office):
    walk(office, TO_COMMITTEE)
    minutes = drawn_up(office)
    chair = office.committee.chair
    refused(403, "ketua komite", lambda: actions.check(minutes.pk, seen=minutes.sha256, by=office.hr, at=LATER))
    refused(409, "disusun ulang", lambda: actions.check(minutes.pk, seen="0" * 64, by=chair, at=LATER))
    actions.check(minutes.pk, seen=minutes.sha256, by=chair, at=LATER)
    refused(409, "sudah diperiksa", lambda: actions.check(minutes.pk, seen=minutes.sha256, by=chair, at=LATER))


def test_what_came_since_the_draft_belongs_into_it(office):
    walk(office, TO_COMMITTEE)
    minutes = drawn_up(office, votes=[(2, "return"), (0, "endorse"), (1, "endorse")])
    beside.dissent(office.appraisal.pk, text="Bukti kurang.", by=office.members[2], at=LATER)
    chair = office.committee.chair
    refused(409, "Susun ulang", lambda: actions.check(minutes.pk, seen=minutes.sha256, by=chair, at=LATER))
    minutes = actions.draw_up(minutes.meeting_id, **HEAD, by=chair, at=LATER)
    actions.check(minutes.pk, seen=minutes.sha256, by=chair, at=LATER)


def test_once_open_for_signing_no_dissent_is_attached(office):
    walk(office, TO_COMMITTEE)
    opened(office, votes=[(2, "return"), (0, "endorse"), (1, "endorse")])
    with pytest.raises(Invalid, match="sudah lewat"):
        beside.dissent(office.appraisal.pk, text="Terlambat.", by=office.members[2], at=LATER)


# --- who signs, in which order ---


def test_signed_in_order_the_chair_last_then_sealed(office):
    walk(office, TO_COMMITTEE)
    minutes = opened(office, votes=[(0, "endorse"), (1, "endorse")])
    for member in (office.members[1], office.members[2]):
        assert not sign(minutes, member).is_sealed
    sealed = sign(minutes, office.members[0])
    assert sealed.is_sealed
    assert events_of(office) == ["drawn_up", "checked", "signed", "signed", "signed", "sealed"]
    assert [row.sha256 for row in Signature.objects.all()] == [minutes.sha256] * 3


def test_not_ones_turn_names_whose_it_is_and_twice_is_refused(office):
    walk(office, TO_COMMITTEE)
    minutes = opened(office)
    refused(409, "giliran Anggota 1", lambda: sign(minutes, office.members[2]))
    refused(409, "giliran Anggota 1", lambda: sign(minutes, office.members[0]))
    sign(minutes, office.members[1])
    refused(409, "sudah memberi jawaban", lambda: sign(minutes, office.members[1]))
    refused(409, "giliran Anggota 2", lambda: sign(minutes, office.members[0]))


def test_who_was_absent_and_who_is_no_member_does_not_sign(office):
    walk(office, TO_COMMITTEE)
    minutes = opened(office, absent=[office.members[1]])
    for by in (office.members[1], office.hr, office.employee):
        refused(403, "yang hadir", lambda by=by: sign(minutes, by))
    sign(minutes, office.members[2])
    assert sign(minutes, office.members[0]).is_sealed


def test_nobody_signs_a_draft_nor_another_text(office):
    walk(office, TO_COMMITTEE)
    minutes = drawn_up(office)
    refused(409, "belum memeriksa", lambda: sign(minutes, office.members[1]))
    actions.check(minutes.pk, seen=minutes.sha256, by=office.committee.chair, at=LATER)
    other = lambda: actions.sign(minutes.pk, seen="0" * 64, by=office.members[1], at=LATER)  # noqa: E731
    refused(409, "disusun ulang", other)


def test_a_refusal_is_recorded_with_its_reason_and_the_order_goes_on(office):
    walk(office, TO_COMMITTEE)
    minutes = opened(office)
    with pytest.raises(RuleBroken):
        actions.refuse(minutes.pk, reason=" ", seen=minutes.sha256, by=office.members[1], at=LATER)
    actions.refuse(minutes.pk, reason="Butir 1 keliru.", seen=minutes.sha256, by=office.members[1], at=LATER)
    sign(minutes, office.members[2])
    assert sign(minutes, office.members[0]).is_sealed
    assert Signature.objects.get(member=office.members[1]).reason == "Butir 1 keliru."


def test_hr_notes_who_cannot_sign(office):
    walk(office, TO_COMMITTEE)
    minutes = opened(office)
    note = lambda by: actions.note_unable(minutes.pk, reason="Sakit, surat 1.", place=1, by=by, at=LATER)  # noqa: E731
    refused(403, "pengelola kinerja", lambda: note(office.members[2]))
    note(office.hr)
    row = Signature.objects.get()
    assert (row.member, row.kind) == (office.members[1], "unable")
    sign(minutes, office.members[2])


def test_a_note_about_who_has_signed_meanwhile_falls_on_nobody_else(office):
    walk(office, TO_COMMITTEE)
    minutes = opened(office)
    sign(minutes, office.members[1])
    note = lambda place: actions.note_unable(minutes.pk, reason="Sakit.", place=place, by=office.hr, at=LATER)  # noqa: E731
    refused(409, "Giliran sudah berpindah", lambda: note(1))
    note(2)
    assert Signature.objects.get(kind="unable").member == office.members[2]


def test_who_signs_next_has_something_to_do_and_all_get_the_receipt(office):
    walk(office, TO_COMMITTEE)
    minutes = opened(office)
    tasks = Notice.objects.filter(about="committee.minutes_to_sign")
    assert [notice.to for notice in tasks] == [office.members[1]]
    sign(minutes, office.members[1])
    assert [notice.to for notice in tasks.order_by("pk")] == office.members[1:]
    sign(minutes, office.members[2])
    sign(minutes, office.members[0])
    told = Notice.objects.filter(about="committee.minutes_sealed")
    entry = Entry.objects.get(event="committee.minutes_sealed")
    assert {notice.to for notice in told} == set(office.members)
    assert {notice.facts["receipt"]["leaf"] for notice in told} == {bytes(entry.leaf_hash).hex()}


# --- sealed ---


def sealed(office):
    minutes = opened(office, votes=[(0, "endorse"), (1, "endorse")])
    for member in (office.members[1], office.members[2], office.members[0]):
        minutes = sign(minutes, member)
    return Minutes.objects.get()


def test_the_file_is_the_one_that_the_log_states(office):
    walk(office, TO_COMMITTEE)
    minutes = sealed(office)
    file = actions.file_of(minutes, minutes.signatures.all())
    assert sha256(file).hexdigest() == minutes.sealed_sha256
    told = json.loads(file)
    assert sha256(canonical(told["minutes"])).hexdigest() == told["sha256"] == minutes.sha256
    assert [row["position"] for row in told["signatures"]] == [1, 2, 3]


def test_anybody_who_holds_the_file_finds_it(office):
    walk(office, TO_COMMITTEE)
    minutes = sealed(office)
    assert answer_to(bytes.fromhex(minutes.sealed_sha256)).verdict == "ok"
    assert answer_to(bytes.fromhex(minutes.sha256)).verdict == "none"


@pytest.mark.parametrize("change", [{"body": "{}"}, {"sealed_at": None}, {"number": "x"}])
def test_what_is_sealed_never_changes(office, change):
    walk(office, TO_COMMITTEE)
    sealed(office)
    with pytest.raises(DatabaseError), transaction.atomic():
        Minutes.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.update(kind="refused")
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.all().delete()


def test_what_is_sealed_is_neither_drawn_up_nor_answered_again(office):
    walk(office, TO_COMMITTEE)
    minutes = sealed(office)
    refused(409, "sudah disegel", lambda: actions.draw_up(minutes.meeting_id, **HEAD, by=office.hr, at=LATER))
    refused(409, "sudah memberi jawaban", lambda: sign(minutes, office.members[1]))
    refused(
        409,
        "Tidak ada tanda tangan",
        lambda: actions.note_unable(minutes.pk, reason="x", place=1, by=office.hr, at=LATER),
    )


def test_who_sees_them(office):
    walk(office, TO_COMMITTEE)
    sealed(office)
    seen = {
        name: Minutes.objects.visible_to(getattr(office, name)).exists()
        for name in ("hr", "inspector", "employee", "supervisor", "second_level", "stranger", "member_1")
    }
    assert seen == {
        "hr": True, "inspector": True, "employee": False, "supervisor": False, "second_level": False,
        "stranger": False, "member_1": True,
    }  # fmt: skip


def test_whoever_signed_keeps_them_when_he_is_replaced(office):
    walk(office, TO_COMMITTEE)
    sealed(office)
    letter = {"letter_no": "800/9/2026", "reason": "Pindah."}
    committees.appoint_substitute(office.seats[1].pk, office.stranger, **letter, by=office.hr, at=LATER)
    assert Minutes.objects.visible_to(office.members[1]).exists()
    assert [place.person for place in order_of(Minutes.objects.get())][0] == office.members[1]
