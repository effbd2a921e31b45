"""Numbers as Indonesian writes them."""

from decimal import Decimal


def plain(number: Decimal) -> str:
    """`87,50`; a whole number without decimals: `1.200`."""
    if number == number.to_integral_value():
        return f"{int(number):,}".replace(",", ".")
    return f"{number:,.2f}".replace(",", "·").replace(".", ",").replace("·", ".")


def with_unit(number: Decimal, unit: str) -> str:
    """`87,50 %`, `12 laporan`; an index stands alone."""
    return plain(number) if unit in ("indeks", "nilai") else f"{plain(number)} {unit}"
