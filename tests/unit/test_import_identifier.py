"""The digits of a NIP and of an NI PPPK."""

import pytest

from organization.rules import RuleBroken, check_identifier


@pytest.mark.parametrize(
    ("number", "type"),
    [
        ("198609262015051001", "pns"),
        ("198609262015052999", "cpns"),
        ("200002292021012001", "pns"),  # 29 February of a leap year
        ("199001012021211001", "pppk"),  # contract 21
        ("199001012021011001", "pppk"),  # contract 1 looks like a month
        ("199001012025992002", "pppk_part_time"),
    ],
)
def test_accepted(number, type):
    check_identifier(number, type)


@pytest.mark.parametrize(
    ("number", "type", "said"),
    [
        ("", "pns", "huruf atau tanda"),
        ("19860926201505100A", "pns", "huruf atau tanda"),
        ("١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠١", "pns", "huruf atau tanda"),  # digits of another script
        ("1987043120110120", "pns", "16 angka"),
        ("1986092620150510011", "pns", "19 angka"),
        ("198704312011012003", "pns", "Tanggal lahir"),  # 31 April
        ("190002292015051001", "pns", "Tanggal lahir"),  # 1900 was no leap year
        ("198600262015051001", "pns", "Tanggal lahir"),
        ("198609262015001001", "pns", "Bulan TMT"),
        ("198609262015131001", "pns", "Bulan TMT"),
        ("199001012021211001", "pns", "Bulan TMT"),  # an NI PPPK given as a NIP
        ("199001011989121001", "pns", "tidak sesudah tanggal lahir"),
        ("199001011990011001", "pns", "tidak sesudah tanggal lahir"),  # born that very day
        ("199001011990211001", "pppk", "tidak sesudah tahun lahir"),
        ("198609262015050001", "pns", "ke-15"),
        ("198609262015053001", "pns", "ke-15"),
        ("199001012021213001", "pppk", "ke-15"),
        ("198609262015051000", "pns", "dimulai dari 001"),
        ("199001012021211000", "pppk", "dimulai dari 001"),
    ],
)
def test_refused(number, type, said):
    with pytest.raises(RuleBroken, match=said):
        check_identifier(number, type)
