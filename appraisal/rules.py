"""Pure checks and answers. Nothing here touches the database; each says where it comes from.

A source stands with its article only where its text was read. "Not verified": named from memory, so it is data of a policy
or a hint, never a constant of ours. "Ours": no law says it, and why we do.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from organization.rules import RuleBroken

from .closing_rules import check_closing, check_cycle_is_not_closed
from .committee_rules import (
    check_meeting,
    check_members_free,
    check_roster,
    check_substitute,
    needs_committee,
    verdict,
)
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
    "check_meeting",
    "check_members_free",
    "check_roster",
    "check_substitute",
    "needs_committee",
    "verdict",
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
    """The predicate of two ratings, nine cells (Kuadran Kinerja Pegawai of PermenPANRB 6/2022, as its figure shows them).

    The cells are data of the policy: the regulation's own text was not read.
    """
    return cells[results_rating, behaviour_rating]


def attainment(target, actual, direction, cap):
    """Percent of the target reached, capped; None where a target of nought allows no ratio.

    Ours: PermenPANRB 6/2022 rates results as a whole and, as far as verified, has no formula. A figure only suggests.
    """
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
    """Plain mean, rounded half up to two places at the end; None of nothing.

    Ours: no weights, because none were found in law, and each line can be checked by hand.
    """
    known = [percent for percent in percents if percent is not None]
    if not known:
        return None
    return (sum(known) / len(known)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def suggested_rating(percent, suggestion):
    """What the figures suggest; the supervisor sets the rating.

    A person decides, not a figure: UU 27/2022 art. 10 (not verified). From where on is data of the policy.
    """
    if percent is None:
        return None
    if percent >= suggestion.above_from:
        return Rating.ABOVE
    return Rating.MEETS if percent >= suggestion.meets_from else Rating.BELOW


# --- what may be said and decided ---------------------------------------------------------------


def check_subjects(subjects, indicator_ids, *, values=False, where="grounds"):
    """What is spoken of is a rating, an indicator of this appraisal or (feedback) a value; each once.

    An objection gives its reasons (PP 30/2019 art. 59); that each belongs to a line is ours, so that it can be answered.
    """
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
    """Actuals are told of this appraisal's own indicators, each once.

    Ours: the form has one actual for each indicator of the plan (SKP, PermenPANRB 6/2022).
    """
    told = [row.indicator for row in results]
    for n, pk in enumerate(told):
        if pk not in indicator_ids:
            raise RuleBroken(_("Indikator ini bukan bagian dari SKP Anda."), field=f"results.{n}.indicator")
    if len(set(told)) < len(told):
        raise RuleBroken(_("Setiap indikator cukup diisi satu kali."), field="results")


def check_values(behaviours):
    """One note a value: the form has a line for each of the seven (BerAKHLAK, PermenPANRB 6/2022)."""
    told = [row.value for row in behaviours]
    if len(set(told)) < len(told):
        raise RuleBroken(_("Setiap nilai perilaku cukup diisi satu kali."), field="behaviours")


def check_change(old, new, contested, *, may_worsen=False):
    """An objection never costs its author anything: contested ratings rise, the rest stays.

    PP 30/2019 art. 59(4) lets the official change the result and says no direction. Ours: who must fear worse does not
    object. A policy may allow it (`may_worsen`).

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
    """A revision before the release changes something. Ours: a reason alone would be the history of no new rating."""
    if all(getattr(old, name) == getattr(new, name) for name in CONTESTABLE):
        raise RuleBroken(_("Kedua rating sama dengan yang sekarang. Ubah salah satunya, atau biarkan seperti ini."))


def check_heard(at, *, reply_until, replied):
    """Both sides are heard (PP 30/2019 art. 59(3)): `dismiss` waits for the employee's reply, or until his days are over.

    How many days that takes is ours, and data of the policy: no law was found that says.
    """
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
    """A determination is final (PP 30/2019 art. 59(4)): it goes back once only, for a missing procedure.

    That it may go back at all is ours: no law knows a committee over the official, so it names procedure, no rating.
    """
    if not is_determined:
        if procedure:
            raise RuleBroken(_("Prosedur hanya disebut bila sudah ada penetapan."), field="procedure")
        return
    if is_returned_once:
        raise RuleBroken(_("Penetapan ini sudah pernah dikembalikan. Penetapan bersifat final."))
    if not procedure:
        raise RuleBroken(_("Sebutkan prosedur yang belum dijalankan."), field="procedure")


# --- cycles, policies ---------------------------------------------------------------------------


class Stale(RuleBroken):
    """The row changed since the page was opened; pages answer 409."""

    status = 409


def check_version(row, version):
    """Ours: what somebody wrote meanwhile is not overwritten unseen."""
    if version is not None and row.version != version:
        raise Stale(_("Isian ini sudah berubah sejak Anda membukanya. Muat ulang, lalu periksa kembali."))


def check_policy_adoption(policy, letter_no):
    """Adopted once, by letter. Ours: the rules that people were rated by are found again by the city's own number."""
    if policy.is_adopted:
        raise RuleBroken(_("Kebijakan ini sudah ditetapkan."))
    if not letter_no.strip():
        raise RuleBroken(_("Isi nomor surat penetapan."), field="letter_no")


def check_launch(cycle, *, has_committee):
    """A cycle opens under an adopted policy, and with a committee that can meet. Ours: no case begins that cannot end."""
    if not cycle.policy.is_adopted:
        raise RuleBroken(_("Kebijakan periode ini masih draf. Tetapkan dulu kebijakannya."))
    check_cycle_is_not_closed(cycle)
    if not has_committee:
        raise RuleBroken(_("Periode ini belum punya komite untuk seluruh kota. Tunjuk dulu komitenya."))


def check_cycle_is_draft(cycle):
    """Ours: dates and rules do not change under those who are being rated; more time goes by letter (`extending`)."""
    if cycle.state != "draft":
        raise RuleBroken(_("Periode yang sudah dibuka tidak dapat diubah."))


def check_cycle_dates(*, starts_on, ends_on, self_assessment_on, review_on, meeting_on):
    """Dates in order; the sentence stands beside the date that is out of order.

    PermenPANRB 6/2022 knows periodic and annual evaluations; the days within one are the city's, so only order is ours.
    """
    if ends_on < starts_on:
        raise RuleBroken(_("Tanggal akhir tidak boleh sebelum tanggal mulai."), field="ends_on")
    if review_on < self_assessment_on:
        raise RuleBroken(_("Batas penilaian atasan tidak boleh sebelum batas penilaian mandiri."), field="review_on")
    if meeting_on < review_on:
        raise RuleBroken(_("Rapat komite tidak boleh sebelum batas penilaian atasan."), field="meeting_on")
