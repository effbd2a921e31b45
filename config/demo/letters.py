"""Numbers of letters, as a city's registry would write them."""

from random import Random

# Filing codes of personnel matters.
ASSIGNMENT, LEAVE, PERFORMANCE, DISCIPLINE = "800.1.11.1", "800.1.11.4", "800.1.4.1", "800.1.6.2"


def letter_no(rng: Random, code: str, year: int) -> str:
    """`800.1.4.1/412/2026`"""
    return f"{code}/{rng.randint(11, 2480)}/{year}"


def order_letter_no(rng: Random, year: int) -> str:
    """Of an order that makes somebody acting head (surat perintah)."""
    return f"{ASSIGNMENT}/{rng.randint(11, 980)}/SPT/{year}"


def delivery_letter_no(rng: Random, year: int) -> str:
    """Of the receipt signed at a paper handover (tanda terima)."""
    return f"{PERFORMANCE}/{rng.randint(11, 2480)}/TT/{year}"


def committee_letter_no(rng: Random, year: int) -> str:
    """Of the decision that appoints a committee, or a substitute in it."""
    return f"{PERFORMANCE}/{rng.randint(11, 480)}/KPTS/{year}"


def correction_letter_no(rng: Random, year: int) -> str:
    """Of the authority for a superseding version."""
    return letter_no(rng, PERFORMANCE, year)
