"""The consent list: many uncontested cases endorsed together, each a vote of its own, and a run that survives."""

import pytest

from audit.models import Entry
from tests.journeys.test_inbox import make_colleagues
from tests.office import NOW, RATINGS
from workflow.desk import acts, bulk
from workflow.models import Bulk, BulkItem, Step
from workflow.refusals import Busy

OTHERS = 3


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def member(office, client):
    """A member before whom four uncontested cases lie."""
    make_colleagues(office, OTHERS)
    told = {"results": [], "behaviours": [], "statement": "Semua tercapai."}
    for outcome, data in (
        ("submit", told),
        ("submit", RATINGS | {"reason": "Sesuai.", "feedback": []}),
        ("acknowledge", {}),
    ):
        for step in Step.objects.filter(completed_at=None).order_by("pk"):
            office.take(outcome, data, step=step, by=step.owner)
    client.force_login(office.members[0])
    return office.members[0]


def votes(member):
    return list(Step.objects.filter(owner=member, name="committee_vote").order_by("pk"))


def fitting(member):
    asked = acts.Asked(member, NOW)
    return bulk.listed(acts.ENDORSE, [step.pk for step in votes(member)], asked=asked, owner_ids=[member.pk])[0]


def contest(step):
    type(step.case.appraisal).objects.filter(pk=step.case.appraisal_id).update(is_contested=True)


def cast(appraisal_id):
    return Entry.objects.filter(stream=f"appraisal:{appraisal_id}", event="appraisal.vote_cast").count()


def test_each_is_listed_confirmed_once_and_recorded_by_itself(client, member):
    steps = votes(member)
    check = client.post("/inbox/endorse/", {"id": [step.pk for step in steps]})
    text = check.content.decode()
    assert text.count("Rekan 00") == OTHERS
    assert "Sesuai ekspektasi" in text
    assert all(step.is_open for step in votes(member))
    confirmed = {"id": [step.pk for step in steps], "confirm": "1", "key": check.context["key"]}
    page = client.post("/inbox/endorse/", confirmed, follow=True)
    assert "4 dari 4 berhasil." in page.content.decode()
    assert {step.outcome for step in votes(member)} == {"endorse"}
    assert [cast(step.case.appraisal_id) for step in steps] == [1] * 4
    assert f'href="/tasks/{steps[0].pk}/receipt/"' in page.content.decode()


def test_what_changed_between_look_and_click_is_refused_by_its_version(client, office, member):
    """The check page says which version it showed."""
    check = client.post("/inbox/endorse/", {"id": [step.pk for step in votes(member)]})
    seen = {f"version-{step.pk}": step.case.appraisal.version for step in check.context["steps"]}
    changed = check.context["steps"][0]
    type(office.appraisal).objects.filter(pk=changed.case.appraisal_id).update(version=99)
    told = {"id": [step.pk for step in votes(member)], "confirm": "1", "key": check.context["key"]} | seen
    text = client.post("/inbox/endorse/", told, follow=True).content.decode()
    assert "3 dari 4 berhasil, 1 tidak." in text
    assert "sudah berubah sejak Anda membukanya" in text


def test_what_is_contested_is_not_among_it_and_says_why(client, member):
    first, *rest = votes(member)
    contest(first)
    check = client.post("/inbox/endorse/", {"id": [step.pk for step in votes(member)]})
    assert len(check.context["steps"]) == len(rest)
    assert "Ada keberatan" in check.content.decode()
    client.post("/inbox/endorse/", {"id": [first.pk], "confirm": "1", "key": "k"})
    assert not Bulk.objects.exists()


def test_other_tasks_are_no_votes(client, office, member):
    step = Step.objects.filter(name="committee_vote", owner=member).first()
    Step.objects.filter(pk=step.pk).update(name="supervisor_review")
    check = client.post("/inbox/endorse/", {"id": [step.pk]})
    assert "Bukan suara komite" in check.content.decode()
    assert check.context["steps"] == []


def test_the_same_click_twice_is_one_run(client, member):
    asked = {"id": [step.pk for step in votes(member)], "confirm": "1", "key": "one"}
    first = client.post("/inbox/endorse/", asked)
    second = client.post("/inbox/endorse/", asked, follow=True)
    assert Bulk.objects.count() == 1
    assert first.url == f"/inbox/results/{Bulk.objects.get().pk}/"
    assert second.status_code == 200
    assert [cast(step.case.appraisal_id) for step in votes(member)] == [1] * 4


def test_what_changed_since_the_look_is_refused_and_the_rest_recorded(client, office, member):
    steps = fitting(member)
    run = bulk.begin(steps, act="endorse", key="k", by=member, at=NOW)
    type(office.appraisal).objects.filter(pk=steps[1].case.appraisal_id).update(version=99)
    assert bulk.run(run)
    states = list(run.items.order_by("pk").values_list("state", flat=True))
    assert states == ["done", "refused", "done", "done"]
    text = client.get(f"/inbox/results/{run.pk}/").content.decode()
    assert "3 dari 4 berhasil, 1 tidak." in text
    assert "sudah berubah sejak Anda membukanya" in text


@pytest.mark.parametrize("cut_after", range(OTHERS + 1))
def test_a_run_that_was_killed_goes_on_and_takes_nothing_twice(member, monkeypatch, cut_after):
    """Killed after the vote was recorded and before the item said so: the worst moment."""
    steps = fitting(member)
    run = bulk.begin(steps, act="endorse", key="k", by=member, at=NOW)
    kept, taken = BulkItem.save, []

    def die(self, **fields):
        if len(taken) == cut_after:
            raise KeyboardInterrupt
        taken.append(self.pk)
        kept(self, **fields)

    with monkeypatch.context() as patch:
        patch.setattr(BulkItem, "save", die)
        with pytest.raises(KeyboardInterrupt):
            bulk.run(run)
    assert bulk.run_waiting(NOW) == 1
    assert set(run.items.values_list("state", flat=True)) == {"done"}
    assert [cast(step.case.appraisal_id) for step in steps] == [1] * 4
    assert bulk.run_waiting(NOW) == 0


def test_one_that_fails_keeps_nobody_waiting(member, monkeypatch, caplog):
    """Neither the rest of its run nor the run of somebody else; the next round tries it again."""
    steps = fitting(member)
    runs = [
        bulk.begin(some, act="endorse", key=str(n), by=member, at=NOW) for n, some in enumerate((steps[:2], steps[2:]))
    ]
    real = acts.take_step

    def broken(step_id, **asked):
        if step_id == steps[0].pk:
            raise RuntimeError("anything")
        return real(step_id, **asked)

    with monkeypatch.context() as patch:
        patch.setattr(acts, "take_step", broken)
        assert bulk.run_waiting(NOW) == 1
    assert "failed; the next round tries again" in caplog.text
    assert [run.items.filter(state="waiting").count() for run in runs] == [1, 0]
    assert bulk.run_waiting(NOW) == 1
    assert [cast(step.case.appraisal_id) for step in steps] == [1] * 4


def test_a_case_that_somebody_holds_waits_for_the_next_round(member, monkeypatch):
    steps = fitting(member)
    run = bulk.begin(steps, act="endorse", key="k", by=member, at=NOW)

    def busy(*args, **asked):
        raise Busy("x")

    with monkeypatch.context() as patch:
        patch.setattr(acts, "take_step", busy)
        assert not bulk.run(run)
    assert set(run.items.values_list("state", flat=True)) == {"waiting"}
    assert bulk.run(run)


def test_a_long_run_leaves_the_rest_to_the_worker(client, member):
    steps = fitting(member)
    run = bulk.begin(steps, act="endorse", key="k", by=member, at=NOW)
    assert not bulk.run(run, until=NOW)
    page = client.get(f"/inbox/results/{run.pk}/")
    assert "sisanya berjalan terus" in page.content.decode()
    told = client.get(f"/inbox/results/{run.pk}/", headers={"Accept": "application/json"}).json()
    assert (told["over"], told["percent"]) == (False, 0)
    bulk.run_waiting(NOW)
    assert client.get(f"/inbox/results/{run.pk}/", headers={"Accept": "application/json"}).json()["over"]


def test_nobody_sees_or_takes_what_is_somebody_else_s(client, office, member):
    steps = fitting(member)
    run = bulk.begin(steps, act="endorse", key="k", by=member, at=NOW)
    client.force_login(office.members[1])
    assert client.get(f"/inbox/results/{run.pk}/").status_code == 404
    answer = client.post("/inbox/endorse/", {"id": [steps[0].pk], "confirm": "1", "key": "z"}, follow=True)
    assert "Pilih dahulu tugas" in answer.content.decode()
    assert Bulk.objects.count() == 1
