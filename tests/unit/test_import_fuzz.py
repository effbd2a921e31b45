"""Whatever a file holds, it is read right or refused with a sentence: never an error of ours, never half of a person."""

import datetime
import io
import random
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from organization.importing.columns import NAMES
from organization.importing.plan import plan_of
from organization.importing.reading import read
from organization.importing.report import report_of
from organization.importing.rows import is_control
from organization.importing.selectors import Organization
from organization.models import Employee
from organization.roles import Role
from organization.rules import RuleBroken, check_identifier
from tests.people import make_user
from tests.staff_file import csv_of, staff, xlsx_of

WORDS = ["", " ", "PNS", "pppk paruh-waktu", "JPT", "Fungsional", "1.1", "2024-01-02", "31/02/2024", "45293", "=1+1", "#N/A",
         "198609262015051001", "1.98609E+17", "a@b.id", "nip", "Zul\u200bkifli", "<b>x</b>", "x" * 400, "\x00", "٣", "𝔘"]  # fmt: skip
cells = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=20),
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(datetime.date(1900, 3, 1), datetime.date(2200, 1, 1)),
    st.datetimes(datetime.datetime(1900, 3, 1), datetime.datetime(2200, 1, 1)),  # noqa: DTZ001 - as spreadsheets keep them
)
tables = st.lists(st.lists(cells, max_size=18), max_size=6)


def understood(content):
    """The plan, if the file is one; every person in it is whole."""
    try:
        plan = plan_of(read(content), Organization())
    except RuleBroken as broken:
        return refused(str(broken))
    report_of(plan)
    for problem in [*plan.problems, *plan.warnings]:
        assert problem.reason
        assert len(problem.value) <= 600
        assert not any(map(is_control, problem.value))
    for person in plan.people:
        row = person.row
        check_identifier(row.nip, row.type)
        assert row.name
        assert row.title
        assert row.unit_code
        assert not any(is_control(char) for text in (row.name, row.title, row.unit_name) for char in text)
        assert row.start is None or 1950 <= row.start.year <= 2100
    return plan


def refused(sentence):
    assert 20 < len(sentence) < 2000
    assert not any(map(is_control, sentence))


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_a_csv_with_bytes_changed_at_random(seed, times):
    understood(damaged(csv_of(staff()), seed, times))


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_a_workbook_with_bytes_changed_at_random(seed, times):
    understood(damaged(xlsx_of(staff()), seed, times))


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_a_workbook_whose_parts_are_changed_at_random(seed, times):
    """As above, but what unpacks it does not notice."""
    chance, changed = random.Random(seed), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(staff()))) as source, zipfile.ZipFile(changed, "w") as target:
        unlucky = chance.choice(source.namelist())
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, damaged(data, seed, times) if name == unlucky else data)
    understood(changed.getvalue())


def damaged(content, seed, times):
    chance, content = random.Random(seed), bytearray(content)
    for _ in range(times):
        at, what = chance.randrange(len(content)), chance.randrange(4)
        if what == 0:
            content[at] = chance.randrange(256)
        elif what == 1:
            del content[at : at + chance.randrange(20)]
        elif what == 2:
            content[at:at] = content[at : at + chance.randrange(200)]
        else:
            content[at:at] = bytes([chance.choice(b'",;\t\r\n\x00<>&')])
        content = content or bytearray(b"x")
    return bytes(content)


@settings(max_examples=120)
@given(tables, st.booleans())
def test_cells_of_any_kind_in_a_workbook(table, with_header):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Pegawai")
    for line in [list(NAMES)] * with_header + table:
        sheet.append([None if unwritable(cell) else cell for cell in line])
    content = io.BytesIO()
    book.save(content)
    understood(content.getvalue())


def unwritable(cell):
    return isinstance(cell, str) and bool(ILLEGAL_CHARACTERS_RE.search(cell) or any(map(is_surrogate, cell)))


def is_surrogate(char):
    return "\ud800" <= char <= "\udfff"


@settings(max_examples=120)
@given(tables, st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_cells_of_any_kind_in_a_csv(table, delimiter, encoding):
    lines = [delimiter.join("" if cell is None else str(cell) for cell in line) for line in [list(NAMES), *table]]
    understood("\n".join(lines).encode(encoding, "replace"))


@settings(max_examples=80)
@given(st.lists(st.sampled_from([*NAMES, "Agama", "", "nip ", "x"]), max_size=40), st.integers(0, 12))
def test_headings_of_any_kind(headings, above):
    lines = ["judul"] * above + [",".join(headings), *csv_of(staff()).decode().splitlines()[1:]]
    understood("\n".join(lines).encode())


def test_what_is_sound_is_still_understood():
    """Else the tests above would pass with a reader that refuses everything."""
    for content in (csv_of(staff()), xlsx_of(staff())):
        assert len(understood(content).people) == len(staff())


@pytest.mark.django_db
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32), times=st.integers(0, 60), kind=st.sampled_from([csv_of, xlsx_of, lambda rows: b"\x00"])
)
def test_the_page_never_breaks(client, seed, times, kind):
    if "_auth_user_id" not in client.session:
        client.force_login(make_user("Farida", roles=[Role.HR_ADMIN]))
    file = SimpleUploadedFile("simpeg.xlsx", damaged(kind(staff()), seed, times))
    response = client.post(reverse("import_organization"), {"file": file})
    assert response.status_code in (302, 422)
    if response.status_code == 302:
        assert client.get(response["Location"]).status_code == 200
    assert not Employee.objects.exists()
