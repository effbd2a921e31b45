"""The employee's screens: self-assessment, the unopened result, the answer to it, the objection."""

from decimal import Decimal

import pytest

from appraisal.models import Result
from audit.models import Payload
from tests.journeys.walking import Walker, faults
from tests.office import DAY, NOW, RATINGS, Office
from workflow.beside import receive_result


def opened(office, **ratings):
    """The response step, with the result received by the employee."""
    office.take("submit")
    office.take("submit", RATINGS | {"reason": "Sesuai bukti.", "feedback": []} | ratings)
    step = office.open_steps()[0]
    receive_result(step.pk, by=office.employee, at=NOW)
    return step


# --- self-assessment ---
def test_every_indicator_is_shown_with_its_target(office, as_):
    text = as_(office.employee).open(office.open_steps()[0]).content.decode()
    for indicator in office.indicators:
        assert f'id="actual-{indicator.pk}"' in text
        assert indicator.name in text
    assert "Memahami dan memenuhi kebutuhan masyarakat" in text


@pytest.mark.parametrize(
    ("text", "kept"), [("87,5", "87.5"), ("1.234,5", "1234.5"), ("1.500", "1500"), ("0", "0"), ("12.5", "12.5")]
)
def test_numbers_are_read_as_indonesians_write_them(office, as_, text, kept):
    step, pk = office.open_steps()[0], office.indicators[0].pk
    as_(office.employee).take(step, "submit", **{f"actual-{pk}": text})
    assert Result.objects.get(indicator=pk).actual == Decimal(kept)


@pytest.mark.parametrize("text", ["", "banyak", "-1", "1,234", "9" * 20])
def test_a_wrong_number_is_named_beside_its_field_and_everything_stays(office, as_, text):
    step, pk = office.open_steps()[0], office.indicators[2].pk
    page = as_(office.employee).fill(step, "submit", **{f"actual-{pk}": text, "statement": "Jangan hilang"})
    assert page.status_code == 422
    assert set(faults(page)) == {f"actual-{pk}"}
    assert "Indikator 1.3" in faults(page)[f"actual-{pk}"]
    html = page.content.decode()
    assert f'href="#actual-{pk}"' in html
    assert f'id="e-actual-{pk}"' in html
    assert "Jangan hilang" in html
    assert f'value="{text}"' in html


def test_a_figure_that_is_not_known_yet_is_left_out_not_nought(office, as_):
    step, pk = office.open_steps()[0], office.indicators[0].pk
    unknown = {f"actual-{pk}": "", f"note-{pk}": "", f"no-actual-{pk}": "on"}
    as_(office.employee).take(step, "submit", **unknown)
    assert not Result.objects.filter(indicator=pk).exists()
    assert Result.objects.count() == len(office.indicators) - 1


def test_a_note_without_its_figure_is_not_lost_silently(office, as_):
    step, pk = office.open_steps()[0], office.indicators[0].pk
    page = as_(office.employee).fill(step, "submit", **{f"actual-{pk}": "", f"no-actual-{pk}": "on"})
    assert page.status_code == 422
    assert "Catatan dikirim bersama angkanya" in faults(page)[f"actual-{pk}"]


def test_a_value_needs_a_note_or_the_word_that_there_is_none(office, as_):
    step = office.open_steps()[0]
    page = as_(office.employee).fill(step, "submit", **{"value-loyal": " "})
    assert set(faults(page)) == {"value-loyal"}
    as_(office.employee).take(step, "submit", **{"value-loyal": "", "no-value-loyal": "on"})
    assert office.appraisal.behaviours.get(value="loyal").note == ""


def test_the_check_page_repeats_every_answer_with_a_way_to_change_it(office, as_):
    step = office.open_steps()[0]
    walker = as_(office.employee)
    walker.fill(step, "submit", statement="Dua kalimat.\nDi dua baris.")
    text = walker.client.get(f"/tasks/{step.pk}/check/submit/").content.decode()
    assert "87,5 dari target 10 layanan" in text
    assert "Dua kalimat.<br>Di dua baris." in text
    assert f'href="/tasks/{step.pk}/#actual-{office.indicators[0].pk}"' in text
    assert "Isian ini saya tulis sendiri" in text


def test_what_was_sent_before_a_return_is_there_again(office, as_):
    office.take("submit")
    office.take("return")
    text = as_(office.employee).open(office.open_steps()[0]).content.decode()
    assert 'value="87,5"' in text
    assert "Semua tercapai." in text


def test_without_a_plan_one_may_still_say_how_it_was(office, as_):
    office.appraisal.plan = None
    office.appraisal.save()
    step = office.open_steps()[0]
    assert "Belum ada SKP" in as_(office.employee).open(step).content.decode()


# --- the result ---
def test_nothing_of_the_result_is_told_before_it_is_opened(office, as_):
    office.take("submit")
    office.take("submit", RATINGS | {"reason": "Alasan rahasia", "feedback": []})
    step = office.open_steps()[0]
    walker = as_(office.employee)
    pages = [walker.open(step), walker.open(step, outcome="object"), walker.open(step, outcome="refuse")]
    for page in pages:
        text = page.content.decode()
        assert "Buka hasil" in text
        assert "Sesuai ekspektasi" not in text
        assert "Alasan rahasia" not in text
    assert walker.client.get(f"/tasks/{step.pk}/check/acknowledge/").url == f"/tasks/{step.pk}/"
    assert walker.fill(step, "refuse").url == f"/tasks/{step.pk}/"
    office.appraisal.refresh_from_db()
    assert office.appraisal.received_at is None


def test_opening_is_a_post_of_the_employee_alone_and_counts_fourteen_days(office, as_):
    office.take("submit")
    office.take("submit")
    step = office.open_steps()[0]
    assert as_(office.employee).client.get(f"/tasks/{step.pk}/receive/").status_code == 405
    assert as_(office.hr).client.post(f"/tasks/{step.pk}/receive/").status_code == 403
    answer = as_(office.employee).client.post(f"/tasks/{step.pk}/receive/")
    assert answer.url == f"/tasks/{step.pk}/"
    text = as_(office.employee).open(step).content.decode()
    assert "Sesuai ekspektasi" in text
    assert "16 Nov 2026, 23.59 WIB" in text
    assert "bukan tanda tangan" in text


def test_accepting_says_what_is_given_up_and_records_the_words(office, as_):
    step = opened(office)
    walker = as_(office.employee)
    text = walker.client.get(f"/tasks/{step.pk}/check/acknowledge/").content.decode()
    words = "melepaskan hak untuk itu, yang masih terbuka sampai 16 November 2026"
    assert words in text
    assert walker.confirm(step, "acknowledge", declared="").status_code == 422
    walker.take(step, "acknowledge")
    assert any(words in payload for payload in Payload.objects.values_list("data", flat=True))


def test_refusing_needs_a_reason_and_leaves_the_way_to_object(office, as_):
    step = opened(office)
    page = as_(office.employee).fill(step, "refuse", refuse_reason=" ")
    assert set(faults(page)) == {"refuse_reason"}
    as_(office.employee).take(step, "refuse")
    assert office.stage() == "refusal_period"
    text = as_(office.employee).open(office.open_steps()[0]).content.decode()
    assert "Bagian mana yang Anda persoalkan?" in text
    assert "penolakan Anda diteruskan" in text


# --- the objection ---
def test_chosen_lines_need_their_own_reason(office, as_):
    step, pk = opened(office), office.indicators[1].pk
    changed = {"reason-results_rating": "Ada.", f"ground-indicator-{pk}": "on", f"reason-indicator-{pk}": ""}
    page = as_(office.employee).fill(step, "object", **changed)
    assert set(faults(page)) == {f"reason-indicator-{pk}"}
    assert "1.2 Layanan 1" in faults(page)[f"reason-indicator-{pk}"]


def test_at_least_one_line_is_contested(office, as_):
    step = opened(office)
    page = as_(office.employee).fill(step, "object", **{"ground-results_rating": None})
    assert faults(page)["ground-results_rating"].endswith("Pilih paling sedikit satu bagian.")
    assert "Bukti RHK 2 belum dilihat." in page.content.decode()


def test_a_reason_for_a_line_that_was_not_chosen_is_mentioned(office, as_):
    step = opened(office)
    walker = as_(office.employee)
    walker.fill(step, "object", **{"reason-behaviour_rating": "Lupa dicentang"})
    text = walker.client.get(f"/tasks/{step.pk}/check/object/").content.decode()
    assert "Bagian itu tidak ikut dikirim" in text
    assert "Rahmat Siregar" in text
    walker.confirm(step, "object")
    assert [ground.subject for ground in office.appraisal.grounds.all()] == ["results_rating"]


@pytest.mark.parametrize(("after", "status"), [(14 * DAY, 302), (15 * DAY, 422)])
def test_the_fifteenth_day_is_too_late(office, as_, time_machine, after, status):
    step = opened(office)
    time_machine.move_to(NOW + after, tick=False)
    page = as_(office.employee).fill(step, "object")
    assert page.status_code == status
    if status == 422:
        assert "Batas waktu tugas ini sudah lewat" in page.content.decode()
        assert "Bukti RHK 2 belum dilihat." in page.content.decode()


def test_at_the_top_of_the_tree_the_page_says_who_decides(db, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office(top=True)
    step = opened(office)
    text = Walker(client, office, office.employee).open(step, outcome="object").content.decode()
    assert "Komite memberi rekomendasi" in text
