"""One form open twice, or a step that somebody else completed: nothing that was typed is lost, nothing is overwritten."""

import json

import pytest

from tests.journeys.walking import hidden, typed
from tests.office import DAY, NOW
from workflow.models import Draft


class Window:
    """One open page of a step: it carries what it was made with, whatever happens elsewhere."""

    def __init__(self, walker, step):
        self.walker, self.step, self.path = walker, step, f"/tasks/{step.pk}/"
        page = walker.open(step)
        assert page.status_code == 200
        self.carries = {name: text for name, text in hidden(page).items() if name != "csrfmiddlewaretoken"}

    def save(self, **fields):
        return self.walker.client.post(self.path, self.carries | {"do": "save"} | fields)

    def keep(self, **fields):
        """What the module does while somebody types."""
        answer = self.walker.client.post(f"{self.path}draft/", self.carries | fields)
        if answer.status_code == 200:
            self.carries["began"] = json.dumps(answer.json()["began"])
        return answer

    def choose(self, page, **choices):
        takes = {f"take-{name}": side for name, side in choices.items()}
        return self.walker.client.post(self.path, hidden(page) | {"do": "choose"} | takes)


@pytest.fixture
def step(office):
    return office.bring_to("supervisor_review")


@pytest.fixture
def windows(as_, step):
    walker = as_(step.owner)
    return Window(walker, step), Window(walker, step)


def kept():
    return {name: text for name, text in Draft.objects.get().body.items() if name not in ("page", "outcome")}


def test_what_only_one_window_changed_merges_by_itself(windows):
    here, there = windows
    assert here.save(reason="Bukti lengkap.", results_rating="meets").status_code == 302
    assert there.save(behaviour_rating="above").status_code == 302
    assert kept()["reason"] == "Bukti lengkap."
    assert (kept()["results_rating"], kept()["behaviour_rating"]) == ("meets", "above")


def test_what_both_changed_is_shown_side_by_side_and_chosen(windows):
    here, there = windows
    here.save(reason="Dari kantor.", results_rating="meets")
    page = there.save(reason="Dari ponsel.", results_rating="meets")
    assert page.status_code == 409
    told = page.content.decode()
    assert "Dari kantor." in told
    assert "Dari ponsel." in told
    assert "Alasan kedua rating" in told
    assert [row.name for row in page.context["rows"]] == ["reason"]  # the same rating twice is no question
    assert kept()["reason"] == "Dari kantor."
    assert "checked" not in told  # nothing is chosen beforehand
    unsaid = there.choose(page)
    assert unsaid.status_code == 422
    assert "Dari ponsel." in unsaid.content.decode()
    assert there.choose(unsaid, reason="mine").status_code == 302
    assert kept()["reason"] == "Dari ponsel."


def test_a_choice_holds_only_for_what_was_shown(windows, as_, step):
    here, there = windows
    here.save(reason="Pertama.")
    page = there.save(reason="Kedua.")
    Window(as_(step.owner), step).save(reason="Ketiga.")
    again = there.choose(page, reason="theirs")
    assert again.status_code == 422
    assert "Ketiga." in again.content.decode()
    assert there.choose(again, reason="theirs").status_code == 302
    assert kept()["reason"] == "Ketiga."


def test_a_draft_kept_while_typing_overwrites_nothing(windows):
    here, there = windows
    assert here.keep(reason="Dari kantor.").status_code == 200
    refused = there.keep(reason="Dari ponsel.")
    assert refused.status_code == 409
    assert "jendela lain" in refused.json()["detail"]
    assert kept()["reason"] == "Dari kantor."
    assert here.keep(reason="Dari kantor, lagi.").status_code == 200  # whoever wrote it goes on writing


def test_typing_on_after_a_merge_keeps_what_the_other_window_wrote(windows):
    here, there = windows
    here.keep(results_rating="meets")
    assert there.keep(reason="Satu").status_code == 200
    assert there.keep(reason="Satu dua").status_code == 200
    assert kept()["reason"] == "Satu dua"
    assert kept()["results_rating"] == "meets"


def test_one_window_alone_is_asked_nothing(windows):
    here, _there = windows
    for reason in ("a", "ab", "a", ""):
        assert here.keep(reason=reason).status_code == 200
        assert kept()["reason"] == reason
    assert here.save(reason="Selesai.").status_code == 302


def test_a_page_without_marks_is_taken_at_its_word(as_, step):
    """A form that was kept open over an upgrade, or a program."""
    walker = as_(step.owner)
    walker.client.post(f"/tasks/{step.pk}/", {"do": "save", "reason": "Lama."})
    answer = walker.client.post(f"/tasks/{step.pk}/", {"do": "save", "reason": "Baru."})
    assert answer.status_code == 302
    assert kept()["reason"] == "Baru."


@pytest.mark.parametrize("carried", ["", "x", "[]", '{"reason": 1}', '{"a": {"b": 1}}'])
def test_what_a_page_carries_is_not_trusted(windows, carried):
    here, there = windows
    here.save(reason="Dari kantor.")
    assert there.save(reason="Dari ponsel.", began=carried).status_code in (302, 409)
    answer = there.walker.client.post(there.path, {"do": "choose", "mine": carried, "began": carried, "seen": carried})
    assert answer.status_code in (302, 422)


def test_what_happened_since_the_page_was_opened(office, as_, time_machine):
    step = office.bring_to("objection_decision")
    window = Window(as_(step.owner), step)
    time_machine.move_to(NOW + DAY, tick=False)
    as_(office.employee).client.post(
        f"/appraisals/{office.appraisal.pk}/reply/", {"text": "Rekap itu keliru.", "do": "send"}
    )
    window.walker = as_(step.owner)
    body = typed(office, step, "change") | {"outcome": "change", "do": "check"}
    page = window.walker.client.post(window.path, window.carries | body | {"version": "0"})
    assert page.status_code == 409
    told = page.content.decode()
    assert "menanggapi penjelasan" in told
    assert "mengajukan keberatan." not in told.partition("Yang tercatat sejak")[2].partition("</ul>")[0]
    assert body["reason"] in told


@pytest.mark.parametrize(
    ("stage", "outcome", "changed", "recorded"),
    [
        ("self_assessment", "submit", {"statement": "Ditulis di tab lama."}, "Semua tercapai."),
        ("supervisor_review", "submit", {"reason": "Alasan lama."}, "Sesuai bukti."),
        ("supervisor_statement", "submit", {"statement": "Penjelasan lama."}, "Rating tetap pada bukti."),
        ("clarification", "submit", {"statement": "Jawaban lama."}, "Ini jawabannya."),
        ("objection_decision", "change", {"reason": "Alasan lama."}, "Sesuai bukti."),
        ("committee_vote", "return", {"reason": "Alasan lama."}, "Alasan rating belum lengkap."),
    ],
)
def test_a_completed_step_shows_what_was_typed_beside_what_was_recorded(office, as_, stage, outcome, changed, recorded):
    step = office.bring_to(stage)
    walker = as_(step.owner)
    walker.take(step, outcome)
    body = typed(office, step, outcome) | {"outcome": outcome, "do": "check"} | changed
    page = walker.client.post(f"/tasks/{step.pk}/", body)
    assert page.status_code == 409
    rows = {row.name: row for row in page.context["lost"]}
    ((name, text),) = changed.items()
    assert (rows[name].mine, rows[name].theirs) == (text, recorded)
    assert page.context["same"]
    assert rows.keys() == {name}  # what is the same is only counted


def test_a_case_that_went_on_while_it_was_checked(office, as_, time_machine):
    """The check page says what happened since it was made, and its button then speaks of the new version."""
    step = office.bring_to("objection_decision")
    walker = as_(step.owner)
    assert walker.fill(step, "change").status_code == 302
    path = f"/tasks/{step.pk}/check/change/"
    carried = hidden(walker.client.get(path)) | {"declared": "on", "version": "0"}
    time_machine.move_to(NOW + DAY, tick=False)
    reply = {"text": "Rekap itu keliru.", "do": "send"}
    as_(office.employee).client.post(f"/appraisals/{office.appraisal.pk}/reply/", reply)
    walker = as_(step.owner)
    page = walker.client.post(path, carried)
    assert page.status_code == 409
    assert "menanggapi penjelasan" in page.content.decode()
    assert walker.client.post(path, hidden(page) | {"declared": "on"}).status_code == 302
