"""A few units of the current period that are ahead of the others: rated by their supervisors, and as units by their leaders."""

from itertools import cycle as endless

from appraisal.actions.unit_rating import justify, set_unit_rating
from appraisal.models import Appraisal
from appraisal.selectors.calibration import calibration_of
from organization.models import User
from organization.selectors import leading_of

LEAST, MOST = 12, 60  # people of their own
BEST, MEETS, BELOW = ("above", "above"), ("meets", "meets"), ("below", "meets")  # results, behaviour
MIXES = (  # (achievement of the unit, ratings of its people in turn): over its guidance, twice within, over
    ("good", [MEETS] * 8 + [BEST, BELOW]),
    ("good", [MEETS] * 6 + [BEST] * 3 + [BELOW]),
    ("excellent", [BEST] * 6 + [MEETS] * 4),
    ("needs_improvement", [BELOW] * 5 + [MEETS] * 4 + [BEST]),
)
REASON = "Target layanan dan keuangan triwulan ini dibandingkan dengan perjanjian kinerja unit."
WHY = (
    "Delapan dari sepuluh sasaran unit tercapai tepat pada targetnya. Tiga petugas menggantikan dua jabatan yang kosong "
    "sejak Agustus, dan hasil mereka sama dengan yang lain."
)


def units_ahead(period, *, but):
    """[(achievement, [(person, ratings)], key of the unit)]; none with anybody of the cast among them."""
    units = {}
    rows = Appraisal.objects.filter(cycle=period).select_related("employee").order_by("unit__code", "pk")
    for appraisal in rows:
        units.setdefault(appraisal.unit_id, []).append(appraisal)
    taken = {user.pk for user in but}
    fitting = [
        (unit, found)
        for unit, found in units.items()
        if LEAST <= len(found) <= MOST and not {a.employee_id for a in found} & taken
    ]
    chosen = fitting[-len(MIXES) :]  # schools and health centres come last
    return [
        (word, list(zip((a.employee for a in found), endless(ratings), strict=False)), unit)
        for (word, ratings), (unit, found) in zip(MIXES, chosen, strict=False)
    ]


def set_by_its_leader(period, unit, word, hr):
    """What happens at a moment: the leader above sets it, or HR records it where that post is vacant."""

    def happen(at):
        leading = leading_of(unit, at.date())
        by = User.objects.get(pk=leading.above.user_id) if leading.above else hr
        letter_no = "" if leading.above else "800.1/231/2026"
        set_unit_rating(period.pk, unit, rating=word, reason=REASON, letter_no=letter_no, by=by, at=at)

    return happen


def set_where_shown(period, hr):
    """Every unit whose numbers may be shown: most of a small city's are too small to be tested."""

    def happen(at):
        for share in calibration_of(period).rows:
            if share.is_shown:
                set_by_its_leader(period, share.pk, "good", hr)(at)

    return happen


def explained_by_its_head(period, unit):
    def happen(at):
        head = leading_of(unit, at.date()).head
        rating = period.unit_ratings.filter(unit=unit).first()
        if head and rating:
            justify(rating.pk, text=WHY, by=User.objects.get(pk=head.user_id), at=at)

    return happen
