"""Pure checks and answers. Nothing here touches the database; each says where it comes from."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from organization.rules import RuleBroken

from .closing_rules import check_closing, check_cycle_is_not_closed
from .conflict_rules import check_dissent, check_is_asked, check_kin, dissent_until, is_named, recusal_kind
from .days import (
    DAY,
    SECOND,
    WEEKEND,
    Date,
    awaits_release,
    check_calendars,
    check_day_off,
    check_delivery,
    check_extension,
    check_is_off,
    check_release,
    check_release_move,
    check_year,
    day_after,
    delivery_day,
    end_of,
    extended_days,
    in_time,
    is_working,
    last_day,
    last_second_of,
    local_date,
    release_moment,
)
from .models.words import Rating, Value
from .plan_rules import check_may_declare, check_plan_complete, check_plan_move, check_plan_open, check_plan_rows

__all__ = [
    "RuleBroken",
    "DAY",
    "SECOND",
    "WEEKEND",
    "awaits_release",
    "check_calendars",
    "check_closing",
    "check_cycle_is_not_closed",
    "check_day_off",
    "check_dissent",
    "check_is_asked",
    "check_kin",
    "dissent_until",
    "is_named",
    "recusal_kind",
    "check_delivery",
    "check_extension",
    "extended_days",
    "Date",
    "check_is_off",
    "check_may_declare",
    "check_plan_complete",
    "check_plan_move",
    "check_plan_open",
    "check_plan_rows",
    "check_release",
    "check_release_move",
    "check_year",
    "day_after",
    "delivery_day",
    "end_of",
    "in_time",
    "is_working",
    "last_day",
    "last_second_of",
    "local_date",
    "release_moment",
]

CONTESTABLE = ("results_rating", "behaviour_rating")
RANK = {Rating.BELOW: 0, Rating.MEETS: 1, Rating.ABOVE: 2}


# --- ratings ------------------------------------------------------------------------------------


def predicate(cells, results_rating, behaviour_rating):
    """The predicate of two ratings: PermenPANRB 6/2022, nine cells (Kuadran Kinerja Pegawai)."""
    return cells[results_rating, behaviour_rating]


def attainment(target, actual, direction, cap):
    """Percent of the target reached, capped; None where a target of nought allows no ratio."""
    if direction == "lower":
        if actual == 0:
            return cap
        ratio = target / actual
    elif target == 0:
        return None
    else:
        ratio = actual / target
    return min(max(ratio, Decimal(0)) * 100, cap)


def mean(percents):
    """Plain mean, rounded half up to two places at the end; None of nothing."""
    known = [percent for percent in percents if percent is not None]
    if not known:
        return None
    return (sum(known) / len(known)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def suggested_rating(percent, suggestion):
    """What the figures suggest; the supervisor sets the rating (UU 27/2022 art. 10: a person decides)."""
    if percent is None:
        return None
    if percent >= suggestion.above_from:
        return Rating.ABOVE
    return Rating.MEETS if percent >= suggestion.meets_from else Rating.BELOW


# --- what may be said and decided ---------------------------------------------------------------


def check_subjects(subjects, indicator_ids, *, values=False, where="grounds"):
    """What is spoken of is a rating, an indicator of this appraisal or (feedback) a value; each once."""
    known = {*CONTESTABLE, *(f"indicator:{pk}" for pk in indicator_ids)}
    if values:
        known |= {f"behaviour:{value}" for value in Value.values}
    for n, subject in enumerate(subjects):
        if subject not in known:
            raise RuleBroken(
                _("Tidak ada “%(subject)s” dalam penilaian ini.") % {"subject": subject[:60]},
                field=f"{where}.{n}.subject",
            )
    if len(set(subjects)) < len(subjects):
        raise RuleBroken(_("Setiap hal cukup disebut satu kali."), field=where)


def check_results(results, indicator_ids):
    """Actuals are told of this appraisal's own indicators, each once."""
    told = [row.indicator for row in results]
    for n, pk in enumerate(told):
        if pk not in indicator_ids:
            raise RuleBroken(_("Indikator ini bukan bagian dari SKP Anda."), field=f"results.{n}.indicator")
    if len(set(told)) < len(told):
        raise RuleBroken(_("Setiap indikator cukup diisi satu kali."), field="results")


def check_values(behaviours):
    told = [row.value for row in behaviours]
    if len(set(told)) < len(told):
        raise RuleBroken(_("Setiap nilai perilaku cukup diisi satu kali."), field="behaviours")


def check_change(old, new, contested, *, may_worsen=False):
    """An objection never costs its author anything: contested ratings rise, the rest stays (design §3).

    `old` and `new` have `results_rating` and `behaviour_rating`; `contested` are ground subjects,
    where a contested indicator contests the rating of results. A refusal contests both.
    """
    named = {"results_rating": _("Rating hasil kerja"), "behaviour_rating": _("Rating perilaku")}
    touched = {"results_rating" if subject.startswith("indicator:") else subject for subject in contested}
    for name in CONTESTABLE:
        before, after = getattr(old, name), getattr(new, name)
        if name not in touched and after != before:
            raise RuleBroken(_("%(rating)s tidak dipersoalkan, jadi tetap.") % {"rating": named[name]}, field=name)
        if RANK[after] < RANK[before] and not may_worsen:
            raise RuleBroken(
                _("%(rating)s tidak boleh menjadi lebih rendah karena keberatan.") % {"rating": named[name]},
                field=name,
            )
    if all(getattr(old, name) == getattr(new, name) for name in CONTESTABLE):
        raise RuleBroken(_("Tidak ada rating yang berubah. Pilih “Tolak keberatan” bila rating tetap."))


def check_revision(old, new):
    """A revision before the release changes something; a reason alone belongs to no new rating."""
    if all(getattr(old, name) == getattr(new, name) for name in CONTESTABLE):
        raise RuleBroken(_("Kedua rating sama dengan yang sekarang. Ubah salah satunya, atau biarkan seperti ini."))


def check_heard(at, *, reply_until, replied):
    """Both sides are heard: `dismiss` waits for the employee's reply or three days (PP 30/2019 art. 59(3))."""
    if reply_until and at < reply_until and not replied:
        raise RuleBroken(
            _("Pegawai masih dapat menanggapi penjelasan pejabat penilai. Tunggu tanggapannya atau lewatnya tiga hari.")
        )


def check_asked(to, *, is_top_of_tree):
    """Nobody puts a question to himself. Ours: at the top of the tree supervisor and decider are one person."""
    if is_top_of_tree and to == "supervisor":
        raise RuleBroken(
            _("Anda sendiri pejabat penilai dalam berkas ini. Ajukan pertanyaan kepada pegawai."), field="to"
        )


def check_committee_return(*, is_determined, is_returned_once, procedure):
    """A determination is final (PP 30/2019 art. 59(4)): it goes back once only, for a missing procedure."""
    if not is_determined:
        if procedure:
            raise RuleBroken(_("Prosedur hanya disebut bila sudah ada penetapan."), field="procedure")
        return
    if is_returned_once:
        raise RuleBroken(_("Penetapan ini sudah pernah dikembalikan. Penetapan bersifat final."))
    if not procedure:
        raise RuleBroken(_("Sebutkan prosedur yang belum dijalankan."), field="procedure")


# --- the committee ------------------------------------------------------------------------------


def verdict(votes, chair, *, closing=False):
    """The committee's answer to {member: choice or None}; None while the open votes can change it.

    Quorum is more than half of the seats not recused, abstentions count; a tie follows the chair's
    vote. `closing`: the meeting is over, what was cast decides or there was no quorum.
    """
    seated = {member: choice for member, choice in votes.items() if choice != "recuse"}
    cast = {member: choice for member, choice in seated.items() if choice}
    if len(cast) * 2 <= len(seated):
        if closing:
            return "no_quorum"
        return None if len(cast) < len(seated) else "undecided"
    if closing:
        return _count(cast, chair)
    answers = {
        _count({member: choice or rest for member, choice in seated.items()}, chair)
        for rest in ("endorse", "return", "abstain")
    }
    return answers.pop() if len(answers) == 1 else None


def _count(choices, chair):
    tally = Counter(choices.values())
    if tally["endorse"] == tally["return"]:
        return {"endorse": "endorsed", "return": "returned"}.get(choices.get(chair), "undecided")
    return "endorsed" if tally["endorse"] > tally["return"] else "returned"


def check_members_free(member_ids, party_ids):
    """At least one member is no party to the case; parties are recused by the system."""
    if not set(member_ids) - set(party_ids):
        raise RuleBroken(_("Semua anggota komite adalah pihak dalam berkas ini. Tunjuk pengganti dengan surat."))


def check_meeting(meeting_on, *, today):
    if meeting_on < today:
        raise RuleBroken(_("Rapat tidak boleh dipindahkan ke tanggal yang sudah lewat."), field="meeting_on")


def check_substitute(person, member_ids):
    if not person.is_active:
        raise RuleBroken(_("Akun orang ini nonaktif. Pilih orang lain."), field="to")
    if person.pk in member_ids:
        raise RuleBroken(_("Orang ini sudah duduk dalam komite. Pilih orang lain."), field="to")


def needs_committee(scope, *, is_contested, is_flagged):
    """Whether a case goes to the committee under the policy's scope."""
    return {"all": True, "contested": is_contested or is_flagged, "flagged": is_flagged}[scope]


# --- cycles, policies ---------------------------------------------------------------------------


class Stale(RuleBroken):
    """The row changed since the page was opened; pages answer 409."""

    status = 409


def check_version(row, version):
    if version is not None and row.version != version:
        raise Stale(_("Isian ini sudah berubah sejak Anda membukanya. Muat ulang, lalu periksa kembali."))


def check_policy_adoption(policy, letter_no):
    if policy.is_adopted:
        raise RuleBroken(_("Kebijakan ini sudah ditetapkan."))
    if not letter_no.strip():
        raise RuleBroken(_("Isi nomor surat penetapan."), field="letter_no")


def check_launch(cycle, *, has_committee):
    """A cycle opens under an adopted policy, and with a committee that can meet."""
    if not cycle.policy.is_adopted:
        raise RuleBroken(_("Kebijakan periode ini masih draf. Tetapkan dulu kebijakannya."))
    check_cycle_is_not_closed(cycle)
    if not has_committee:
        raise RuleBroken(_("Periode ini belum punya komite untuk seluruh kota. Tunjuk dulu komitenya."))


def check_cycle_is_draft(cycle):
    if cycle.state != "draft":
        raise RuleBroken(_("Periode yang sudah dibuka tidak dapat diubah."))


def check_cycle_dates(*, starts_on, ends_on, self_assessment_on, review_on, meeting_on):
    """Dates in order; the sentence stands beside the date that is out of order."""
    if ends_on < starts_on:
        raise RuleBroken(_("Tanggal akhir tidak boleh sebelum tanggal mulai."), field="ends_on")
    if review_on < self_assessment_on:
        raise RuleBroken(_("Batas penilaian atasan tidak boleh sebelum batas penilaian mandiri."), field="review_on")
    if meeting_on < review_on:
        raise RuleBroken(_("Rapat komite tidak boleh sebelum batas penilaian atasan."), field="meeting_on")


def check_roster(member_ids, chair_id, letter_no):
    """At least three different members, the chair among them, appointed by letter."""
    if len(set(member_ids)) < len(member_ids):
        raise RuleBroken(_("Setiap anggota cukup dipilih satu kali."), field="members")
    if len(member_ids) < 3:
        raise RuleBroken(_("Komite memerlukan paling sedikit tiga anggota."), field="members")
    if chair_id not in member_ids:
        raise RuleBroken(_("Ketua harus salah satu anggota."), field="chair")
    if not letter_no.strip():
        raise RuleBroken(_("Isi nomor surat penunjukan."), field="letter_no")
