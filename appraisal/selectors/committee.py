"""Committees: who votes on a case, and which committees there are."""

from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from appraisal import rules
from appraisal.models import Committee, Seat, Vote
from audit.fetch import Rows
from organization.models import SYSTEM
from organization.selectors import identities

from .conflict import FACTS, texts_of

COMMITTEES = Rows(c=Committee)
SEATS = f"""
    SELECT m.id, m.name,
           EXISTS (SELECT 1 FROM appraisal_vote v WHERE v.appraisal_id = a.id AND v.member_id = m.id AND v.choice = %s),
           {FACTS}
    FROM appraisal_seat s JOIN organization_user m ON m.id = s.member_id,
         appraisal_appraisal a JOIN appraisal_cycle c ON c.id = a.cycle_id
    WHERE s.committee_id = %s AND s.is_active AND a.id = %s
    ORDER BY s.position, s.id"""  # noqa: S608 - our own facts
KEPT = "SELECT {columns} FROM appraisal_committee c WHERE c.id = %s {lock}"


def kept_committee(pk):
    """The committee as it is now, and stays until this transaction ends; many may keep it at once.

    Whoever moves its meeting or replaces a member waits, and whoever asks meanwhile waits for that.
    """
    lock = "FOR SHARE" if connection.features.has_select_for_update else ""  # SQLite locks the whole file
    [[committee]] = COMMITTEES.fetch(KEPT, [pk], lock=lock)
    return committee


class Roster(NamedTuple):
    """Who votes now, why which members do not ({id: kind of recusal}), and whether no other member is free to."""

    voters: list
    recused: dict
    nobody_is_free: bool


def roster_of(appraisal, *, day):
    """The `Roster` of a new round, in the order of the seats; one statement, two where names in texts recuse.

    Whoever recused himself stays out, unless nobody else is left: then the willing are asked again.
    Where every member is kept out the system keeps the place until HR appoints a substitute by letter.
    """
    with connection.cursor() as cursor:
        cursor.execute(SEATS, [Vote.Choice.RECUSE, day.isoformat(), appraisal.committee_id, appraisal.pk])
        rows = cursor.fetchall()
    recused = _recused(appraisal, rows)
    free = [row[0] for row in rows if row[0] not in recused]
    left = {member for member, _name, withdrew, *_rest in rows if withdrew} | set(appraisal.recused_now)
    willing = [member for member in free if member not in left]
    return Roster(willing or free or [SYSTEM.pk], recused, nobody_is_free=not willing)


def _recused(appraisal, rows):
    conflicts = appraisal.policy.committee.conflicts
    texts = texts_of([appraisal.pk]).get(appraisal.pk, []) if "named" in conflicts else []
    kinds = {
        member: rules.recusal_kind(
            conflicts,
            is_party=member in appraisal.party_ids(),
            is_kin=is_kin,
            leads=leads_it,
            is_named=rules.is_named(name, texts),
        )
        for member, name, _withdrew, is_kin, leads_it in rows
    }
    return {member: kind for member, kind in kinds.items() if kind}


def committees(*, after=None):
    """Every committee, newest first, with its period, unit and chair; its seats counted in the same statement."""
    size = Count("seats", filter=Q(seats__is_active=True))
    found = Committee.objects.select_related("cycle", "unit", "chair").annotate(size=size).order_by("-pk")
    return found.filter(pk__lt=after) if after else found


def committee_with(pk):
    return Committee.objects.select_related("cycle__policy", "unit", "chair").filter(pk=pk).first()


def committee_for(cycle, unit):
    """The committee that a new appointment for the same place would replace."""
    return Committee.objects.filter(cycle=cycle, unit=unit).select_related("unit", "chair").first()


def seats_of(committee):
    """Every seat in its order, those of former members after; with the person's post today."""
    seats = list(committee.seats.select_related("member").order_by("-is_active", "position", "pk"))
    known = identities([seat.member_id for seat in seats], timezone.localdate())
    for seat in seats:
        seat.post, seat.unit_name = known[seat.member_id]["post"], known[seat.member_id]["unit"]
    return seats


def seat_with(pk):
    seats = Seat.objects.select_related("committee__cycle", "committee__chair", "member")
    return seats.filter(pk=pk).first()
