"""What an entry changed, in words, and that nothing is told to whom it does not belong to."""

from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation
from django.utils.formats import date_format

from appraisal.models import Appraisal, Document, Evidence, Policy
from appraisal.permissions import Sight
from audit.models import Entry
from audit.permissions import LogSight
from audit.registry import events, histories, subjects, told_as, topics
from audit.search import changes, streams
from audit.search.changes import Words, changed_rows
from audit.search.entry import CHANGES, find_entry
from audit.search.streams import Names
from audit.wording import phrase_of, words_of
from organization.models import ImportRun
from tests.counting import statements
from tests.flushing.guards import lifted
from tests.office import DAY, NOW, Office
from tests.workflow.walking import walk
from workflow import beside
from workflow.extending import extend

ZONE = ZoneInfo("Asia/Jakarta")
ALL = SimpleNamespace(has_content=True)
NONE = LogSight(viewer=None)
TECHNICAL = {
    "id", "version", "appraisal", "plan", "planned_result", "committee", "employee", "objection", "access", "slug",
    "sha256", "created_at", "password", "last_login", "pseudonym", "is_demo", "user", "file", "header", "columns",
    "undone_at", "undone_by", "case", "task", "process", "idempotency_key", "request_digest",
}  # fmt: skip


@pytest.fixture
def office(db):
    return Office()


def rows_of(event, sight=ALL, *, nth=0):
    """{kind of row: [(label, old, new)]} of the entry."""
    entry = Entry.objects.filter(event=f"appraisal.{event}").order_by("pk")[nth]
    told = {}
    for row in changed_rows(entry, sight, zone=ZONE):
        told.setdefault(row.title, []).extend((change.label, change.old, change.new) for change in row.changes)
    return told


# --- in words ---


def test_choices_people_numbers_moments_and_flags_are_told_in_words(office):
    walk(office, "0 submit supervisor_review\n 1 submit employee_response")
    assert ("Tahap", "Penilaian atasan", "Tanggapan pegawai") in rows_of("review_released")["Penilaian"]
    assert ("Rating hasil kerja", "", "Sesuai ekspektasi") in rows_of("review_released")["Penilaian"]
    assert ("Hasil dirilis", "", "3 November 2026 10.00.00 WIB") in rows_of("review_released")["Penilaian"]
    assert ("Pejabat penilai kinerja", "", "Hasan Nauli") in rows_of("opened")["Penilaian"]
    assert ("Unit kerja", "", "Dinas Kominfo") in rows_of("opened")["Penilaian"]
    assert ("Zona waktu", "", "WIB") in rows_of("opened")["Penilaian"]
    assert ("Realisasi", "", "87,5") in rows_of("self_assessed")["Realisasi indikator"]
    assert ("Indikator", "", "Layanan 0") in rows_of("self_assessed")["Realisasi indikator"]
    assert ("Tentang", "", "Layanan 4") in rows_of("review_released")["Umpan balik"]


def test_a_repair_tells_only_what_is_different(office):
    walk(office, "0 submit supervisor_review\n 1 return self_assessment")
    data = office.data("self_assessment", "submit")
    data["results"] = [row | {"actual": "9", "note": row["note"]} for row in data["results"]]
    office.take("submit", data, at=NOW + 2 * DAY)
    assert set(rows_of("self_assessed", nth=1)["Realisasi indikator"]) == {("Realisasi", "87,5", "9")}


def test_a_decision_and_a_capacity_are_told_as_on_the_pages(office):
    walk(office, "0 submit supervisor_review\n 1 submit employee_response")
    told = rows_of("review_released")["Tugas"]
    assert ("Keputusan", "", "Selesai menilai") in told
    assert ("Kedudukan", "", "definitif") in told


def test_a_longer_deadline_and_the_parties_are_told_in_lines(office):
    until, letter = office.cycle.self_assessment_on + DAY, {"letter_no": "800/1", "reason": "Banjir."}
    extend(
        office.cycle.pk, step="self_assessment", until=until, appraisal=office.appraisal, **letter, by=office.hr, at=NOW
    )
    [longer] = [new for label, _old, new in rows_of("deadline_extended")["Penilaian"] if label.startswith("Batas yang")]
    assert longer == f"Penilaian mandiri: {date_format(until, 'j F Y')}"
    [parties] = [new for label, _old, new in rows_of("opened")["Penilaian"] if label.startswith("Identitas")]
    assert "Pegawai: Siti Rahmawati" in parties


CANONICAL = {"policy.body", "minutes.body"}  # texts that are JSON


def test_what_is_kept_as_a_structure_is_told_in_words():
    columns = {f"{h.model._meta.model_name}.{name}": (h, name) for h in histories.values() for name in h.labels}
    structures = {
        key for key, (h, name) in columns.items() if isinstance(h.model._meta.get_field(name), models.JSONField)
    }
    raw = [
        key
        for key in structures | CANONICAL
        if columns[key][1] not in {*columns[key][0].spoken, *columns[key][0].codes}
    ]
    assert raw == []


def test_a_document_a_policy_and_what_a_file_is_about_are_told_in_lines(office):
    office.bring_to("final")
    document = histories[Document].spoken["content"](Document.objects.get())
    assert "Pegawai: Siti Rahmawati" in document
    assert "Rating hasil kerja: " in document
    assert "Final: " in document
    assert "{" not in document
    told = histories[Policy].spoken["body"](Policy.objects.get())
    assert "Masa tanggapan dan keberatan sejak hasil diterima: 14 hari" in told
    assert "{" not in told
    words = Words(ZONE)
    about = (histories[Evidence], "about", ["results_rating", "behaviour_rating"])
    words.learn([about])
    assert words.of(*about) == "Rating hasil kerja, Rating perilaku"


def test_a_stream_is_told_by_its_number_or_by_its_name():
    told = {stream: told_as(stream) for stream in ("appraisal:520", "plan:12", "stray:1")}
    assert told == {"appraisal:520": "Penilaian PN-520", "plan:12": "SKP plan:12", "stray:1": "stray:1"}


def test_the_counts_of_an_import_are_told_in_words():
    counts = {"new": 3, "changed": 1, "unchanged": 40, "gone": 0, "errors": 2}
    told = histories[ImportRun].spoken["counts"](ImportRun(counts=counts))
    assert told == "3 baru, 1 berubah, 40 sama, 0 hilang, 2 galat"


def test_a_person_who_is_replaced_is_told_by_name(office):
    to = {"role": "supervisor", "to": office.stranger, "reason": "Sakit."}
    beside.reassign(office.appraisal.pk, **to, by=office.hr, at=NOW)
    told = rows_of("step_reassigned")["Penilaian"]
    assert ("Pejabat penilai kinerja", "Hasan Nauli", "Lamhot Simbolon") in told


@pytest.mark.parametrize(
    ("language", "said"), [("id", ("Tahap", "Penilaian mandiri")), ("en", ("Stage", "Self-assessment"))]
)
def test_in_the_language_of_the_reader(office, language, said):
    walk(office, "0 submit supervisor_review")
    with translation.override(language):
        labels = {label: old for label, old, _new in rows_of("self_assessed")[str(histories[Appraisal].title)]}
    assert labels[said[0]] == said[1]


def test_long_texts_are_compared_word_by_word():
    old = "Enam layanan daring tayang sesuai target yang disepakati bersama atasan."
    new = "Enam layanan daring tayang sesuai target, empat di antaranya dua bulan lebih cepat."
    change = changes.Change("Alasan", old, new)
    assert "".join(piece.text for piece in change.before) == old
    assert "".join(piece.text for piece in change.after) == new
    assert change.before[0].is_own is False
    assert [piece.text for piece in change.after if piece.is_own][0].startswith("target,")


def test_a_huge_text_is_not_compared_word_by_word():
    change = changes.Change("Isi", "a " * 4_000, "b " * 4_000)
    assert [piece.is_own for piece in (*change.before, *change.after)] == [True, True]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""), ("", ""), (True, "Ya"), (False, "Tidak"), (NOW, "2 November 2026 10.00.00 WIB"),
        (NOW.date(), "2 November 2026"), (Decimal("1234.50"), "1.234,5"), (Decimal("100.00"), "100"),
        (["hr_admin", "inspector"], "hr_admin, inspector"), ({"a": 1}, '{\n  "a": 1\n}'), (7, "7"),
    ],
)  # fmt: skip
def test_plain_values(value, words):
    assert words_of(value, ZONE) == words


# --- what follows from it ---


def test_ratings_have_a_consequence_under_the_policy(office):
    walk(office, "0 submit supervisor_review\n 1 submit employee_response\n 3 object supervisor_statement")
    walk(office, "4 submit objection_decision\n 8 change committee_vote")
    told = {event: consequences(event) for event in ("review_released", "rating_changed")}
    assert told["review_released"].endswith("perilaku sesuai ekspektasi memberi predikat Baik.")
    assert told["rating_changed"].endswith("Sebelumnya juga Baik: predikat tidak berubah.")


def consequences(event):
    entry = Entry.objects.get(event=f"appraisal.{event}")
    return " ".join(row.consequence for row in changed_rows(entry, ALL, zone=ZONE) if row.consequence)


# --- what is hidden ---


def test_without_a_purpose_the_process_is_told_and_the_rest_is_named(office):
    walk(office, "0 submit supervisor_review\n 1 submit employee_response")
    entry = Entry.objects.get(event="appraisal.review_released")
    rows = changed_rows(entry, NONE, zone=ZONE)
    [appraisal] = [row for row in rows if row.title == "Penilaian"]
    assert {change.label for change in appraisal.changes} == {"Tahap", "Hasil dirilis"}
    assert set(appraisal.hidden) == {"Rating hasil kerja", "Rating perilaku", "Alasan rating", "Predikat"}
    assert appraisal.consequence == ""
    assert {row.called for row in rows if row.title == "Umpan balik"} == {""}


def test_the_sight_decides_column_by_column(office):
    walk(office, "0 submit supervisor_review\n 1 submit employee_response")
    entry = Entry.objects.get(event="appraisal.self_assessed")
    seen = SimpleNamespace(has_content=True, sees_self_assessment=False, sees_ratings=True)
    hidden = {label for row in changed_rows(entry, seen, zone=ZONE) for label in row.hidden}
    assert {"Realisasi", "Catatan pegawai", "Pernyataan pegawai"} <= hidden


# --- costs ---


def test_it_costs_the_same_for_five_rows_and_for_fifty(office):
    walk(office, "0 submit supervisor_review")
    few = cost_of(Entry.objects.get(event="appraisal.self_assessed"))
    office.plan, office.indicators = office.make_plan(office.stranger, 50)
    office.employee = office.stranger
    office.appraisal = office.launch([office.stranger])[0]
    office.take("submit")
    assert cost_of(Entry.objects.filter(event="appraisal.self_assessed").latest("pk")) == few


def cost_of(entry):
    found = find_entry(entry.pk)
    with statements() as asked:
        found.changes(ALL, zone=ZONE)
    return len(asked)


def test_what_changed_much_is_told_a_page_at_a_time(office):
    office.plan, office.indicators = office.make_plan(office.stranger, 2 * CHANGES)
    office.employee = office.stranger
    office.appraisal = office.launch([office.stranger])[0]
    office.take("submit")
    found = find_entry(Entry.objects.filter(event="appraisal.self_assessed").latest("pk").pk)
    first = found.changes(ALL, zone=ZONE)
    assert (len(first.rows), first.before, first.after) == (CHANGES, None, CHANGES)
    assert sum(count for _kind, count in first.kinds) == first.total > 2 * CHANGES
    last = found.changes(ALL, zone=ZONE, begin=CHANGES * 2)
    assert (last.first, last.last, last.after) == (2 * CHANGES + 1, first.total, None)
    beyond = found.changes(ALL, zone=ZONE, begin=100_000)
    assert [row.title for row in beyond.rows] == [row.title for row in first.rows]


# --- what rooms say of themselves ---


@pytest.mark.parametrize("model", histories, ids=lambda model: model.__name__)
def test_every_column_has_words_or_is_technical(model):
    history = histories[model]
    columns = {field.name for field in model._meta.concrete_fields}
    left_out = set(getattr(changes.versions_of(model), "_history_excluded_fields", ()))
    assert history.title
    assert columns - left_out - set(history.labels) - TECHNICAL == set(), "Label them in history_words."
    assert set(history.labels) <= columns
    assert set(history.content) <= set(history.labels)
    assert {history.called} <= columns | {""}
    known = {"has_content", *(name for name in dir(Sight) if name.startswith("sees_")), *Sight.__annotations__}
    assert set(history.content.values()) <= known


def test_every_kept_model_is_known(office):
    kept = {model for model in apps.get_models() if hasattr(model, "history") and not model.__name__.startswith("Hist")}
    assert kept == set(histories)


@pytest.mark.parametrize("kind", sorted(subjects))
def test_every_kind_of_stream_can_be_found_and_named(office, kind):
    subject = subjects[kind]
    row = subject.model._base_manager.order_by("pk").first()
    key = row.pk if row else 1
    assert str(Names(streams=[f"{kind}:{key}"], people=[office.employee.pseudonym]).about(f"{kind}:{key}"))
    assert list(streams.about(person=str(office.employee.pseudonym), unit=str(office.unit.pk))) is not None


def test_streams_of_a_person_and_of_a_unit(office):
    person, unit = str(office.employee.pseudonym), str(office.unit.pk)
    own = {f"appraisal:{office.appraisal.pk}", f"plan:{office.plan.pk}"}
    signed = {f"user:{office.employee.pk}", f"signin:{office.employee.pk}"}
    assert set(streams.about(person=person)) == own | signed
    assert {f"appraisal:{office.appraisal.pk}", f"unit:{office.unit.pk}"} <= set(streams.about(unit=unit))
    assert set(streams.about(person=person, unit=unit)) == {f"appraisal:{office.appraisal.pk}"}


def test_events_stand_under_a_heading_and_read_as_phrases():
    assert {name.partition(".")[0] for name in events} - set(topics) == set()
    phrases = {name: phrase_of(event) for name, event in events.items()}
    assert [name for name, phrase in phrases.items() if not phrase or "{" in phrase or "actor" in phrase] == []
    assert phrases["appraisal.objected"] == "Mengajukan keberatan"


def test_a_version_that_was_taken_away_breaks_no_page(office):
    walk(office, "0 submit supervisor_review")
    with lifted():
        office.appraisal.history.filter(history_type="~").delete()
    told = rows_of("self_assessed")
    assert "Penilaian" not in told
    assert "Realisasi indikator" in told
