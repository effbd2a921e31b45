"""Whatever order a file has, it says the same; whatever a city does to its staff, its line comes out."""

import datetime
import random

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from organization.importing import actions
from organization.importing.columns import NAMES
from organization.importing.plan import plan_of
from organization.importing.reading import read
from organization.importing.report import report_of
from organization.importing.selectors import Organization
from organization.models import SYSTEM, Assignment, Identifier
from organization.selectors import ReportingLines
from tests.staff_file import csv_of, person, staff, xlsx_of

START = datetime.datetime(2026, 3, 5, 3, tzinfo=datetime.UTC)
UNITS = [("A", "Dinas A", ""), ("B", "Dinas B", ""), ("A.1", "Bidang A1", "A")]


def said(content):
    """All that a plan says, but for the row numbers."""
    plan = plan_of(read(content), Organization())
    people = sorted((found.row.nip, sorted(found.values.items())) for found in plan.people)
    posts = {nip: (post.title, post.superior and post.superior.title) for nip, post in plan.posts.of.items()}
    return report_of(plan)["digest"], plan.counts, people, posts, [unit.code for unit in plan.units]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.permutations(staff()),
    columns=st.permutations([*NAMES, "Agama"]),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
def test_any_order_of_rows_and_columns_is_the_same_plan(rows, columns, delimiter, encoding):
    rows = [row | {"Agama": "a,b;c\td"} for row in rows]
    content = csv_of(rows, columns=columns, delimiter=delimiter, encoding=encoding)
    assert said(content) == said(csv_of(staff()))


@settings(max_examples=10, deadline=None)
@given(rows=st.permutations(staff()), columns=st.permutations(NAMES))
def test_any_order_in_a_workbook_too(rows, columns):
    assert said(xlsx_of(rows, columns=columns)) == said(csv_of(staff()))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content):
    from organization.rules import RuleBroken

    header = ",".join(NAMES).encode() + b"\n"
    for tried in (content, header + content, b"PK" + content, b"\xff\xfe" + content):
        try:
            plan_of(read(tried), Organization())
        except RuleBroken:
            continue


class City:
    """Twelve people whom `chance` promotes, moves, sends away and takes back; the file is always sound."""

    def __init__(self, chance):
        self.chance = chance
        self.everybody = [f"198001012005{1 + n % 9:02d}1{n + 1:03d}" for n in range(12)]
        self.order = list(self.everybody)  # whoever comes first may lead whoever comes later
        self.facts = {nip: self._facts(nip) for nip in self.everybody}
        self.absent = set()

    def _facts(self, nip):
        lead = self.order[: self.order.index(nip)]
        is_head = self.chance.random() < 0.4
        title, kind = (f"Kepala {nip[-3:]}", "Pengawas") if is_head else (self.chance.choice("PQ"), "Fungsional")
        superior = self.chance.choice(lead) if lead and self.chance.random() < 0.9 else ""
        return {"unit": self.chance.choice(UNITS), "title": title, "kind": kind, "superior": superior}

    def year_passes(self):
        for nip in self.chance.sample(self.everybody, 4):
            self.facts[nip] |= dict([self.chance.choice(list(self._facts(nip).items()))])
            if self.facts[nip]["kind"] == "Pengawas":
                self.facts[nip]["title"] = f"Kepala {nip[-3:]}"
            elif self.facts[nip]["title"].startswith("Kepala"):
                self.facts[nip]["title"] = "P"
        self.absent = set(self.chance.sample(self.everybody, self.chance.randint(0, 2)))

    def rows(self):
        rows = []
        for nip in self.everybody:
            facts = self.facts[nip]
            superior = "" if facts["superior"] in self.absent else facts["superior"]
            name = f"Orang {nip[-3:]}"
            row = person(nip, name, "PNS", facts["unit"], facts["title"], facts["kind"], superior, email="")
            rows.append(row | {"tmt": self.chance.choice(["2024-01-02", "2026-02-01", ""])})
        others = [person(f"19800101200501299{n}", f"Tetap {n}", "PNS", unit, f"Kepala {unit[1]}", "JPT", "", email="")
                  for n, unit in enumerate(UNITS)]  # fmt: skip
        rows = [row for row in rows if row["nip"] not in self.absent] + others
        self.chance.shuffle(rows)
        return rows


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("end_missing", [True, False])
def test_after_every_reorganization_the_line_is_that_of_the_file(seed, end_missing):
    city = City(random.Random(seed))
    for month in range(8):
        now = START + datetime.timedelta(days=30 * month)
        with time_machine.travel(now, tick=False):
            rows = city.rows()
            plan = write(rows, now, end_missing=end_missing)
            assert not plan.problems
            expected = {row["nip"]: row["atasan_nip"] or None for row in rows}
            assert line_on(now.date(), expected) == expected
            assert write(rows, now, end_missing=end_missing).size == 0
            still = Assignment.objects.filter(to_date=None).count()
            assert still == len(rows) + (0 if end_missing else len(plan.gone))
        city.year_passes()


def write(rows, now, **options):
    return actions.import_file(name="staf.csv", content=csv_of(rows), by=SYSTEM, at=now, **options)


def line_on(day, numbers):
    lines = ReportingLines(day)
    users = dict(Identifier.objects.values_list("number", "employee"))
    number_of = {user: number for number, user in users.items()}
    superiors = {number: lines.supervisor_of(users[number]) for number in numbers}
    return {number: superior and number_of[superior.user_id] for number, superior in superiors.items()}
