"""Dates, deadlines and numbers as every page writes them."""

import datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from config.templatetags import ui
from workflow import wording

UTC = datetime.UTC
MIDNIGHT = datetime.datetime(2026, 11, 30, 16, 59, tzinfo=UTC)  # 23.59 in Jakarta


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("id", datetime.date(2026, 5, 1), "1 Mei 2026"),
        ("id", datetime.date(2026, 8, 17), "17 Agu 2026"),
        ("id", MIDNIGHT, "30 Nov 2026"),
        ("id", MIDNIGHT + datetime.timedelta(minutes=1), "1 Des 2026"),  # the city's day, not Greenwich's
        ("en", datetime.date(2026, 12, 31), "31 Dec 2026"),
        ("id", None, ""),
    ],
)
def test_a_day(language, day, said):
    with translation.override(language):
        assert ui.tgl(day) == said


@pytest.mark.parametrize(
    ("language", "zone", "said"),
    [
        ("id", "", "Sen 30 Nov 2026, 23.59 WIB"),
        ("id", "Asia/Jakarta", "Sen 30 Nov 2026, 23.59 WIB"),
        ("id", "Asia/Makassar", "Sel 1 Des 2026, 00.59 WITA"),
        ("id", "Asia/Jayapura", "Sel 1 Des 2026, 01.59 WIT"),
        ("en", "Asia/Jakarta", "Mon 30 Nov 2026, 23:59 WIB"),
    ],
)
def test_a_moment_in_the_zone_of_the_unit(language, zone, said):
    with translation.override(language):
        assert ui.tgl_jam(MIDNIGHT, zone) == said
        assert ui.tgl_jam(None, zone) == ""


@pytest.mark.parametrize(
    ("language", "minute", "second", "clock"),
    [
        ("id", "30 Nov 2026 23.59 WIB", "30 Nov 2026 23.59.00 WIB", "23.59.00 WIB"),
        ("en", "30 Nov 2026 23:59 WIB", "30 Nov 2026 23:59:00 WIB", "23:59:00 WIB"),
    ],
)
def test_clocks_as_each_language_writes_them(language, minute, second, clock):
    with translation.override(language):
        assert wording.local_moment(MIDNIGHT, "Asia/Jakarta") == minute
        assert wording.local_second(MIDNIGHT, "Asia/Jakarta") == second
        assert wording.clock(MIDNIGHT, "Asia/Jakarta") == clock


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ({"days": 8, "hours": 15, "minutes": 40}, "8 hari 15 jam lagi"),
        ({"days": 8, "minutes": 40}, "8 hari lagi"),
        ({"hours": 7, "minutes": 40}, "7 jam 40 menit lagi"),
        ({"hours": 7}, "7 jam lagi"),
        ({"minutes": 59}, "59 menit lagi"),
        ({"seconds": 59}, "kurang dari 1 menit lagi"),
        ({"days": -2, "hours": -3}, "Terlambat 2 hari"),
        ({"hours": -6, "minutes": -5}, "Terlambat 6 jam"),
        ({"seconds": -1}, "Terlambat kurang dari 1 menit"),
    ],
)
def test_time_left(left, said):
    assert ui.sisa(MIDNIGHT + datetime.timedelta(**left), MIDNIGHT) == said


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("id", "1234567.50", "1.234.567,5"),
        ("id", 4812, "4.812"),
        ("id", "100.00", "100"),
        ("id", 0, "0"),
        ("id", "-2.25", "-2,25"),
        ("en", "1234567.50", "1,234,567.5"),
        ("id", None, ""),
        ("id", "", ""),
    ],
)
def test_a_number(language, number, said):
    with translation.override(language):
        assert ui.angka(number) == said


def test_an_identity_number_is_grouped_for_the_eye_and_copied_whole():
    shown = ui.nip("198804122011012006")
    assert ">19880412 201101 2 006<" in shown
    assert 'data-copy="198804122011012006"' in shown
    assert ui.nip("123") == "123"
    assert ui.nip(None) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Siti Rahmawati, S.Kom.", "SR"),
        ("Drs. Rahmat Siregar, M.A.P.", "RS"),
        ("H. Nur Aisyah Daulay", "ND"),
        ("Baharuddin", "B"),
        ("", ""),
    ],
)
def test_initials(name, letters):
    assert ui.initials(name) == letters


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ("{% query page='2' %}", {"q=pupr&page=2"}),
        ("{% query q=None %}", {"?"}),
        ("{% query q='a b' %}", {"q=a+b"}),
    ],
)
def test_the_address_with_something_changed(tag, address):
    request = RequestFactory().get("/inbox/", {"q": "pupr"})
    rendered = Template(tag).render(Context({"request": request}, autoescape=False))
    assert all(part in rendered for part in address)


def test_words_that_may_break():
    assert ui.breakable("Kurang/misconduct") == "Kurang/<wbr>misconduct"
    assert ui.breakable("<b>/") == "&lt;b&gt;/<wbr>"


def test_an_icon_is_not_read_aloud():
    drawn = Template('{% icon "clock" "s" %}').render(Context())
    assert drawn == '<svg class="i s" aria-hidden="true"><use href="/static/icons.svg#clock"/></svg>'
