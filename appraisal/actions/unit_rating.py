"""What a unit reached: set by the leader above, or recorded by HR from his letter; its head's rating of results follows."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal import calibration_rules as checks
from appraisal import rules, unit_events
from appraisal.models import Cycle, Justification, JustificationDraft, UnitRating
from appraisal.notices import told_of_unit
from appraisal.selectors.calibration import head_that_differs
from appraisal.selectors.reach import supervisors_asked
from audit.acts import Act, record, write
from notifications.actions import post
from organization.selectors import leading_of


class NotYours(rules.RuleBroken):
    """Visible, and somebody else's to do; pages answer 403."""

    status = 403


def set_unit_rating(cycle_id, unit_id, *, rating, reason, letter_no="", version=None, by, at):
    """By whoever leads above the unit today; by HR only from his letter. Raises RuleBroken."""
    typed = {"rating": rating, "reason": reason, "letter_no": letter_no, "version": version}
    try:
        return _set(cycle_id, unit_id, **typed, by=by, at=at)
    except IntegrityError:  # somebody has just set it for the first time
        return _set(cycle_id, unit_id, **typed, by=by, at=at)


@transaction.atomic
def _set(cycle_id, unit_id, *, rating, reason, letter_no, version, by, at):
    cycle = Cycle.objects.select_for_update(of=["self"], no_key=True).get(pk=cycle_id)
    earlier = UnitRating.objects.select_for_update(of=["self"]).filter(cycle=cycle, unit=unit_id).first()
    rules.check_version(earlier or UnitRating(), version)
    leading = leading_of(unit_id, _today(at))
    is_leader = leading.above is not None and leading.above.user_id == by.pk
    _refuse_others(leading, by, is_leader)
    checks.check_unit_rating(cycle, earlier=earlier, rating=rating, letter_no=letter_no, is_by_letter=not is_leader)
    act = Act(earlier or UnitRating(cycle=cycle, unit_id=unit_id), by=by, at=at, reason=reason)
    act.capacity = leading.above.capacity if is_leader else "definitive"
    before = earlier and earlier.rating
    _change(act, earlier, leading, is_leader, rating=rating, reason=reason, letter_no=letter_no)
    act.record(_event(before, is_leader), rating=rating, **_told(before, letter_no, is_leader))
    differs = head_that_differs(act.subject)
    if differs:
        act.record(unit_events.HEAD_DIFFERS)
    write(act)
    head = leading.head and leading.head.user_id
    post(told_of_unit(act, [head] if head else []))
    post(told_of_unit(act, [differs.supervisor_id] if differs else [], place=-1))
    return act.subject


def _today(at):
    return timezone.localdate(at)


def _refuse_others(leading, by, is_leader):
    if leading.head and leading.head.user_id == by.pk:
        raise NotYours(_("Anda memimpin unit ini. Capaiannya ditetapkan pimpinan di atas Anda."))
    if not is_leader and not by.is_hr_admin:
        raise NotYours(
            _("Capaian unit ditetapkan pimpinan di atas unit itu, atau dicatat pengelola kinerja dari suratnya.")
        )


def _change(act, earlier, leading, is_leader, **typed):
    values = typed | {
        "head_post_id": leading.post,
        "set_by_id": leading.above and leading.above.user_id,
        "capacity": leading.above.capacity if leading.above else "definitive",
        "recorded_by_id": None if is_leader else act.by.pk,
        "set_at": act.at,
    }
    if earlier:
        act.change(earlier, version=earlier.version + 1, **values)
        return
    for name, value in (values | {"version": 1}).items():  # a page that knew of none says 0
        setattr(act.subject, name, value)
    act.add(act.subject)


def _event(before, is_leader):
    if before:
        return unit_events.UNIT_RATING_CHANGED if is_leader else unit_events.UNIT_RATING_CORRECTED
    return unit_events.UNIT_RATED if is_leader else unit_events.UNIT_RATING_RECORDED


def _told(before, letter_no, is_leader):
    return ({"was": before} if before else {}) | ({} if is_leader else {"letter_no": letter_no})


@transaction.atomic
def justify(rating_id, *, text, seen=None, by, at):
    """Why the distribution is right, by whoever leads the unit or stands above it; nothing changes but words.

    `seen`: when what the page showed was sent, in ISO 8601, "" for nothing. Raises Stale where that is no longer so.
    """
    rating = UnitRating.objects.select_for_update(of=["self"]).select_related("cycle").get(pk=rating_id)
    leading = leading_of(rating.unit_id, _today(at))
    held = next((one for one in (leading.head, leading.above) if one and one.user_id == by.pk), None)
    if held is None:
        raise NotYours(_("Penjelasan ditulis pimpinan unit ini atau pimpinan di atasnya."))
    checks.check_justification(rating.cycle, text)
    earlier = Justification.objects.filter(rating=rating).first()
    if seen is not None and seen != (earlier.sent_at.isoformat() if earlier else ""):
        raise rules.Stale(_("Penjelasan unit ini sudah dikirim atau diubah sejak Anda membukanya. Bacalah dahulu."))
    act = Act(rating, by=by, at=at, capacity=held.capacity)
    facts = {"text": text.strip(), "author": by, "capacity": held.capacity, "sent_at": at}
    if earlier:
        act.change(earlier, **facts)
    else:
        act.add(Justification(rating=rating, **facts))
    act.record(unit_events.DISTRIBUTION_JUSTIFIED)
    write(act)
    JustificationDraft.objects.filter(rating=rating, author=by).delete()
    return act.subject


def keep_draft(rating_id, *, text, by, at):
    """What is typed and not sent, in one statement; nobody else sees it."""
    draft = JustificationDraft(rating_id=rating_id, author=by, text=text[: 4 * checks.LONGEST], saved_at=at)
    JustificationDraft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=["rating", "author"], update_fields=["text", "saved_at"]
    )


@transaction.atomic
def ask_review(rating_id, *, units, reason, by, at):
    """HR or the chair asks those who rated to look once more, while they may still revise; no rating changes.

    `units` are the unit and everything below it.
    """
    rating = UnitRating.objects.select_for_update(of=["self"]).select_related("cycle").get(pk=rating_id)
    people = [person for person in supervisors_asked(rating.cycle, units) if person != by.pk]
    if rating.cycle.state != "open" or not people:
        raise rules.RuleBroken(
            _("Tidak ada usulan yang masih dapat ditinjau: semua hasil di unit ini sudah dirilis atau belum dinilai.")
        )
    act = Act(rating, by=by, at=at, reason=reason)
    act.record(unit_events.REVIEW_ASKED, count=len(people))
    write(act)
    post(told_of_unit(act, people))
    return act.subject


@transaction.atomic
def export_calibration(cycle, units, *, by, at):
    """That the table was downloaded: numbers of so many units, of nobody by name."""
    held = Cycle.objects.select_for_update(of=["self"], no_key=True).get(pk=cycle.pk)
    record(unit_events.CALIBRATION_EXPORTED, subject=held, by=by, at=at, count=units)


def check_head(appraisal, results_rating, of_unit):
    """Where the person leads a unit whose achievement (`of_unit`) is set, his rating of results follows it."""
    if of_unit:
        expected = appraisal.policy.guidance.results_rating_of_head(of_unit.rating)
        checks.check_head_follows(results_rating, expected, of_unit)
