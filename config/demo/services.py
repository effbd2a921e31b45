"""Schools and health centres: as many as there are people to staff them."""

import re
from itertools import zip_longest

from config.demo.offices import EDUCATION, HEALTH, Office, Seat
from config.demo.places import Place

SCHOOL_SHARE, CLINIC_SHARE = 0.38, 0.13  # of all staff without a post of their own
STAFF_OF_SCHOOL, STAFF_OF_CLINIC = 20, 26
MOST_CLINICS = 60
COORDINATOR = re.compile(rf"{EDUCATION}\.2\.\d\d")


def schools(place: Place, staff: int, present: set[str]) -> list[Office]:
    """Four primary schools to one junior high school, spread over the coordinators where there are any."""
    number = max(1, round(staff * SCHOOL_SHARE / STAFF_OF_SCHOOL))
    secondary = number // 5
    above = [code for code in sorted(present) if COORDINATOR.fullmatch(code)] or [f"{EDUCATION}.2"]
    return [
        *(_primary(place, order, above[order % len(above)]) for order in range(1, number - secondary + 1)),
        *(_secondary(place, order, above[order % len(above)]) for order in range(1, secondary + 1)),
    ]


def clinics(place: Place, staff: int) -> list[Office]:
    """Health centres (puskesmas), named after wards: one of each district before the second of any."""
    rows = zip_longest(*(wards for _, wards in place.districts))
    wards = list(dict.fromkeys(ward for row in rows for ward in row if ward))
    number = min(max(1, round(staff * CLINIC_SHARE / STAFF_OF_CLINIC)), len(wards), MOST_CLINICS)
    return [_clinic(order, ward) for order, ward in enumerate(wards[:number], 1)]


def _primary(place: Place, order: int, parent: str) -> Office:
    name = place.primary_school.format(n=place.first_school + order)
    return _school(f"{EDUCATION}.7.{order:03d}", name, parent)


def _secondary(place: Place, order: int, parent: str) -> Office:
    return _school(f"{EDUCATION}.8.{order:03d}", f"SMP Negeri {order} {place.name}", parent)


def _school(code: str, name: str, parent: str) -> Office:
    head = Seat(f"Kepala {name}", "fungsional", 0)
    return Office(code, name, parent, head, field="education", work="school", group="school")


def _clinic(order: int, ward: str) -> Office:
    name = f"Puskesmas {ward}"
    head = Seat(f"Kepala {name}", "fungsional", 0)
    return Office(f"{HEALTH}.7.{order:02d}", name, HEALTH, head, field="health", work="clinic", group="clinic")
