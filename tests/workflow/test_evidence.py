"""Evidence: what a party attaches while it is his turn, who sees it from when, and what becomes of it."""

import io

import pytest

from appraisal.models import Evidence
from appraisal.selectors.conflict import named_in
from audit import stored
from tests import filed
from tests.agreement import agree
from tests.office import DAY, NOW, Office
from workflow import beside
from workflow.refusals import Conflict, Forbidden, Invalid, NotFound

from .walking import walk

Part = Evidence.Part
TO_REVIEW = "0 submit supervisor_review"
TO_RESPONSE = f"{TO_REVIEW}\n 2 submit employee_response"
TO_STATEMENT = f"{TO_RESPONSE}\n 3 object supervisor_statement"
TO_DECISION = f"{TO_STATEMENT}\n 4 submit objection_decision"


def attach(office, by=None, content=None, name="surat tugas.pdf", at=NOW, **told):
    content = filed.pdf() if content is None else content
    person = by or office.employee
    return beside.attach(office.appraisal.pk, file=io.BytesIO(content), name=name, by=person, at=at, **told)


def seen_by(person):
    return {row.name for row in Evidence.objects.visible_to(person)}


def test_the_employee_attaches_to_his_self_assessment(office):
    indicator = f"indicator:{office.indicators[0].pk}"
    attach(office, about=[indicator, "results_rating"], note="Tahap pertama")
    row = Evidence.objects.get()
    assert (row.name, row.size, row.media_type) == ("surat tugas.pdf", len(filed.pdf()), "application/pdf")
    assert (row.about, row.note, row.given_with) == ([indicator, "results_rating"], "Tahap pertama", "self_assessment")
    assert (row.added_by, row.added_at, row.state) == (office.employee, NOW, "waiting")
    assert stored.bytes_of(row.sha256) == filed.pdf()
    assert office.events()[-1] == "evidence_attached"
    assert office.facts("evidence_attached") == {"sha256": row.sha256}
    office.appraisal.refresh_from_db()
    assert office.appraisal.version == 0  # whoever types meanwhile is not told that the case has moved
    agree(office.appraisal)


@pytest.mark.parametrize(
    ("way", "who", "part"),
    [
        ("", "employee", Part.SELF_ASSESSMENT),
        (TO_REVIEW, "supervisor", Part.REVIEW),
        (f"{TO_RESPONSE}\n 3 refuse refusal_period", "employee", Part.REFUSAL),
        (TO_STATEMENT, "supervisor", Part.STATEMENT),
        (TO_DECISION, "employee", Part.REPLY),
        (f"{TO_DECISION}\n 5 ask clarification", "employee", Part.CLARIFICATION),
    ],
)
def test_a_party_attaches_while_it_is_his_turn(office, way, who, part):
    walk(office, way)
    attach(office, getattr(office, who), at=NOW + 5 * DAY)
    assert Evidence.objects.get().given_with == part
    others = {office.employee, office.supervisor} - {getattr(office, who)}
    for other in others:
        with pytest.raises(Conflict, match="giliran"):
            attach(office, other, at=NOW + 5 * DAY)


def test_what_is_refused_leaves_no_bytes(db):
    """Nobody fills the disk with files that no row names, and that no order would ever take away."""
    office, content = Office(evidence={"files": 1}), filed.pdf("kedua")
    attach(office, content=filed.pdf("pertama"))
    with pytest.raises(Invalid, match="batasnya"):
        attach(office, content=content)
    assert not stored.is_kept(stored.digest_of([content]))


def test_nobody_else_does(office):
    content = filed.pdf("dari orang lain")
    walk(office, TO_REVIEW)
    for person in (office.hr, office.inspector):
        with pytest.raises(Forbidden, match="pegawai yang dinilai dan pejabat penilainya"):
            attach(office, person, content)
    for person in (office.stranger, office.second_level, office.members[0]):
        with pytest.raises(NotFound):
            attach(office, person, content)
    assert not Evidence.objects.exists()
    assert not stored.is_kept(stored.digest_of([content]))  # not a byte either


def test_a_delegate_is_told_that_the_party_does_it_himself(office):
    walk(office, TO_REVIEW)
    office.delegate(office.supervisor, office.stranger)
    with pytest.raises(Forbidden, match="pihak itu sendiri"):
        attach(office, office.stranger)


def test_the_result_is_opened_before_anything_is_attached_to_the_answer(office):
    walk(office, TO_RESPONSE)
    with pytest.raises(Conflict, match="Buka dulu hasilnya"):
        attach(office)
    beside.receive_result(office.step().pk, by=office.employee, at=NOW + 3 * DAY)
    attach(office, at=NOW + 3 * DAY)
    assert Evidence.objects.get().given_with == Part.RESPONSE


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "kosong"),
        (filed.HTML, "tidak diterima"),
        (filed.HTML + filed.pdf(), "tidak diterima"),
        (filed.pdf() + bytes(2**20), "lebih besar dari 1 MB"),
    ],
)
def test_what_is_no_evidence_is_refused_with_a_sentence(db, content, sentence):
    office = Office(evidence={"mebibytes": 1})
    with pytest.raises(Invalid, match=sentence) as refused:
        attach(office, content=content)
    assert set(refused.value.fields) == {"file"}
    assert not Evidence.objects.exists()
    assert not stored.is_kept(stored.digest_of([content]))


def test_so_many_stand_at_a_time_of_each_side(db):
    office = Office(evidence={"files": 2})
    first = attach(office, content=filed.pdf("1"))
    attach(office, content=filed.pdf("2"))
    with pytest.raises(Invalid, match="2 berkas bukti dari Anda"):
        attach(office, content=filed.pdf("3"))
    beside.withdraw_evidence(office.appraisal.pk, first.pk, reason="Ganti.", by=office.employee, at=NOW)
    attach(office, content=filed.pdf("3"))
    walk(office, TO_REVIEW)
    attach(office, office.supervisor, filed.pdf("4"))
    assert Evidence.objects.count() == 4


def test_twenty_files_of_ten_mebibytes_unless_the_policy_says_otherwise(office):
    for n in range(20):
        attach(office, content=filed.pdf(str(n)))
    with pytest.raises(Invalid, match="20 berkas"):
        attach(office, content=filed.pdf("20"))
    assert office.appraisal.policy.evidence.mebibytes == 10


def test_whoever_goes_on_attaching_and_withdrawing_is_stopped(db):
    office = Office(evidence={"files": 1})
    for n in range(3):
        row = attach(office, content=filed.pdf(str(n)))
        beside.withdraw_evidence(office.appraisal.pk, row.pk, reason="Salah.", by=office.employee, at=NOW)
    with pytest.raises(Invalid, match="Hubungi pengelola kinerja"):
        attach(office, content=filed.pdf("3"))


def test_the_same_bytes_stand_once_in_a_case(office):
    attach(office, name="satu.pdf")
    with pytest.raises(Invalid, match="dengan nama “satu.pdf”"):
        attach(office, name="dua.pdf")
    row = Evidence.objects.get()
    beside.withdraw_evidence(office.appraisal.pk, row.pk, reason="Salah nama.", by=office.employee, at=NOW)
    assert attach(office, name="dua.pdf").sha256 == row.sha256


def test_a_refusal_does_not_tell_of_what_the_other_side_has_not_sent(office):
    attach(office, content=filed.PNG, name="rahasia.png")
    walk(office, "18 lapse supervisor_review")  # in silence
    attach(office, office.supervisor, filed.PNG, name="foto.png", at=NOW + 18 * DAY)
    assert seen_by(office.supervisor) == {"foto.png"}


@pytest.mark.parametrize(
    "about",
    [["indicator:999999"], ["behaviour:loyal"], ["results_rating", "results_rating"], ["x" * 41]],
)
def test_it_is_about_lines_of_this_appraisal(office, about):
    with pytest.raises(Invalid):
        attach(office, about=about)


@pytest.mark.parametrize("note", ["x" * 501, "a\x1bb", "<script>"])
def test_a_note_is_a_short_plain_text(office, note):
    with pytest.raises(Invalid):
        attach(office, note=note)


def test_a_final_case_takes_nothing(office):
    office.bring_to("final")
    for person in (office.employee, office.supervisor):
        with pytest.raises(Conflict, match="sudah berakhir"):
            attach(office, person)


def test_what_is_not_sent_is_seen_by_nobody_else(office):
    attach(office)
    others = [office.supervisor, office.second_level, office.hr, office.inspector, *office.members]
    assert seen_by(office.employee) == {"surat tugas.pdf"}
    assert not any(seen_by(person) for person in others)
    walk(office, TO_REVIEW)
    assert seen_by(office.supervisor) == seen_by(office.hr) == {"surat tugas.pdf"}
    assert seen_by(office.second_level) == seen_by(office.members[0]) == set()  # no sight of the case yet


def test_a_recalled_self_assessment_takes_its_files_back(office):
    attach(office)
    sent = office.step()
    office.take("submit")
    assert seen_by(office.supervisor) == {"surat tugas.pdf"}
    beside.recall(sent.pk, by=office.employee, at=NOW)
    assert seen_by(office.supervisor) == set()


def test_the_employee_sees_the_supervisors_files_with_the_result(office):
    walk(office, TO_REVIEW)
    attach(office, office.supervisor, name="catatan.pdf", at=NOW + DAY)
    assert seen_by(office.employee) == set()
    office.take("submit", at=NOW + 2 * DAY)
    assert seen_by(office.employee) == set()  # released, not opened
    assert seen_by(office.second_level) == {"catatan.pdf"}
    beside.receive_result(office.step().pk, by=office.employee, at=NOW + 3 * DAY)
    assert seen_by(office.employee) == {"catatan.pdf"}


def test_results_released_together_hold_the_files_back(db):
    office = Office(release=25)
    walk(office, TO_REVIEW)
    attach(office, office.supervisor, name="catatan.pdf", at=NOW + DAY)
    office.take("submit", at=NOW + 2 * DAY)
    assert office.stage() == "awaiting_release"
    assert seen_by(office.employee) == seen_by(office.hr) == set()


def test_a_statement_carries_its_files(office):
    walk(office, TO_STATEMENT)
    attach(office, office.supervisor, name="rekap.pdf", at=NOW + 4 * DAY)
    assert seen_by(office.employee) == set()
    office.take("submit", at=NOW + 5 * DAY)
    assert seen_by(office.employee) == seen_by(office.second_level) == {"rekap.pdf"}


def test_a_file_of_the_reply_is_seen_at_once(office):
    walk(office, TO_DECISION)
    attach(office, name="bantahan.pdf", at=NOW + 5 * DAY)
    assert seen_by(office.supervisor) == seen_by(office.second_level) == {"bantahan.pdf"}
    beside.reply(office.appraisal.pk, text="Ini bantahan saya.", by=office.employee, at=NOW + 5 * DAY)
    with pytest.raises(Conflict, match="giliran"):
        attach(office, content=filed.PNG, at=NOW + 5 * DAY)


def test_a_withdrawn_file_stays_listed(office):
    row = attach(office)
    walk(office, f"{TO_REVIEW}\n 1 return self_assessment")
    assert seen_by(office.supervisor) == {"surat tugas.pdf"}
    beside.withdraw_evidence(office.appraisal.pk, row.pk, reason="Salah berkas.", by=office.employee, at=NOW + DAY)
    row.refresh_from_db()
    assert (row.withdrawn_at, row.withdrawal_reason) == (NOW + DAY, "Salah berkas.")
    assert office.events()[-1] == "evidence_withdrawn"
    assert seen_by(office.supervisor) == {"surat tugas.pdf"}
    assert stored.is_kept(row.sha256)
    agree(office.appraisal)


def test_what_is_withdrawn_before_it_was_sent_nobody_else_learns(office):
    row = attach(office)
    beside.withdraw_evidence(office.appraisal.pk, row.pk, reason="Milik orang lain.", by=office.employee, at=NOW)
    walk(office, "1 submit supervisor_review")
    assert seen_by(office.supervisor) == set()


def test_only_who_added_it_withdraws_and_only_in_his_turn(office):
    row = attach(office)
    walk(office, TO_REVIEW)
    withdraw = {"reason": "Salah.", "at": NOW}
    with pytest.raises(Forbidden, match="yang melampirkan"):
        beside.withdraw_evidence(office.appraisal.pk, row.pk, by=office.supervisor, **withdraw)
    with pytest.raises(Conflict, match="sudah dikirim"):
        beside.withdraw_evidence(office.appraisal.pk, row.pk, by=office.employee, **withdraw)
    with pytest.raises(NotFound):
        beside.withdraw_evidence(office.appraisal.pk, row.pk + 1, by=office.employee, **withdraw)
    walk(office, "1 return self_assessment")
    with pytest.raises(Invalid):
        beside.withdraw_evidence(office.appraisal.pk, row.pk, by=office.employee, reason=" ", at=NOW + DAY)
    beside.withdraw_evidence(office.appraisal.pk, row.pk, by=office.employee, reason="Salah.", at=NOW + DAY)
    with pytest.raises(Conflict, match="sudah ditarik"):
        beside.withdraw_evidence(office.appraisal.pk, row.pk, by=office.employee, reason="Salah.", at=NOW + DAY)


def test_the_supervisor_accepts_or_rejects_with_a_reason(office):
    row = attach(office)
    walk(office, TO_REVIEW)
    beside.examine(office.appraisal.pk, row.pk, is_accepted=True, by=office.supervisor, at=NOW + DAY)
    row.refresh_from_db()
    assert (row.state, row.examined_by, row.examined_at) == ("accepted", office.supervisor, NOW + DAY)
    assert office.told("evidence_accepted") == set()
    with pytest.raises(Invalid):
        beside.examine(office.appraisal.pk, row.pk, is_accepted=False, reason="", by=office.supervisor, at=NOW)
    beside.examine(
        office.appraisal.pk, row.pk, is_accepted=False, reason="Dari periode lain.", by=office.supervisor, at=NOW + DAY
    )
    row.refresh_from_db()
    assert (row.state, row.examination) == ("rejected", "Dari periode lain.")
    assert office.told("evidence_rejected") == {"employee"}
    agree(office.appraisal)


def test_nobody_else_examines_and_only_in_the_review_or_statement(office):
    row = attach(office)
    walk(office, TO_REVIEW)
    examine = {"is_accepted": True, "at": NOW + 3 * DAY}
    for person in (office.employee, office.hr):
        with pytest.raises(Forbidden, match="pejabat penilainya"):
            beside.examine(office.appraisal.pk, row.pk, by=person, **examine)
    own = attach(office, office.supervisor, filed.PNG)
    with pytest.raises(Conflict, match="dari pegawai"):
        beside.examine(office.appraisal.pk, own.pk, by=office.supervisor, **examine)
    walk(office, "2 submit employee_response")
    with pytest.raises(Conflict, match="selama penilaian"):
        beside.examine(office.appraisal.pk, row.pk, by=office.supervisor, **examine)
    walk(office, "3 object supervisor_statement")
    beside.examine(office.appraisal.pk, row.pk, by=office.supervisor, **examine)
    assert Evidence.objects.get(pk=row.pk).state == "accepted"


@pytest.mark.parametrize(
    "told", [{"name": "Surat_Anggota-1.pdf"}, {"name": "a.pdf", "note": "Dibuat bersama Anggota 1"}]
)
def test_whoever_is_named_in_evidence_is_asked_before_he_votes(office, told):
    row = attach(office, **told)
    assert [member.name for member in named_in(office.appraisal, office.members)] == ["Anggota 1"]
    beside.withdraw_evidence(office.appraisal.pk, row.pk, reason="Salah.", by=office.employee, at=NOW)
    assert named_in(office.appraisal, office.members) == []


def test_what_the_former_supervisor_did_not_send_goes_with_nobodys_review(office):
    walk(office, TO_REVIEW)
    attach(office, office.supervisor, name="milik lama.pdf", at=NOW + DAY)
    change = {"role": "supervisor", "to": office.stranger, "reason": "Mutasi.", "by": office.hr}
    beside.reassign(office.appraisal.pk, **change, at=NOW + DAY)
    office.appraisal.refresh_from_db()
    attach(office, office.stranger, filed.PNG, name="milik baru.png", at=NOW + 2 * DAY)
    walk(office, "2 submit employee_response\n 3 open employee_response")
    assert seen_by(office.employee) == {"milik baru.png"}


def test_what_a_delegate_sends_carries_the_files_of_whom_he_stands_in_for(office):
    walk(office, TO_REVIEW)
    attach(office, office.supervisor, name="catatan.pdf", at=NOW + DAY)
    office.delegate(office.supervisor, office.stranger)
    office.take("submit", by=office.stranger, on_behalf_of=office.supervisor, at=NOW + 2 * DAY)
    assert seen_by(office.second_level) == {"catatan.pdf"}
