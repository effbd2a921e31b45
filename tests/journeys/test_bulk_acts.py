"""Putting off, bringing back, taking and leaving many tasks: one check page, one result page, one act each."""

from datetime import timedelta

import pytest

from audit.models import Entry
from organization.models import Delegation
from tests.counting import statements
from tests.journeys.test_inbox import give_all_to, make_colleagues
from tests.office import DAY, NOW
from workflow import beside
from workflow.desk import acts, bulk
from workflow.desk.claims import LEASE
from workflow.models import Bulk, BulkItem, Claim, Snooze, Step
from workflow.selectors import inbox

DUE = NOW + 5 * DAY
UNTIL = (NOW + 3 * DAY).date()


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def first(office, client):
    """A delegate of the supervisor, who has four tasks; another delegate is `office.members[1]`."""
    make_colleagues(office, 3)
    give_all_to(office, office.supervisor, due_at=DUE)
    for delegate in office.members[:2]:
        letter = {"from_date": NOW, "to_date": NOW + 9 * DAY, "letter_no": "800/5"}
        Delegation.objects.create(principal=office.supervisor, delegate=delegate, **letter)
    client.force_login(office.members[0])
    return office.members[0]


def steps():
    return list(Step.objects.filter(completed_at=None).order_by("due_at", "pk"))


def ids():
    return [step.pk for step in steps()]


def send(client, name, **typed):
    """The check page, and the confirmation of all that it ticks."""
    page = client.post(f"/inbox/{name}/", typed)
    kept = {field: typed[field] for field in ("day",) if field in typed}
    ticked = {"id": [step.pk for step in page.context["steps"]], "key": page.context["key"], "confirm": "1"}
    return page, client.post(f"/inbox/{name}/", ticked | kept, follow=True)


def listed(page):
    return [row.pk for _group, rows in page.context["groups"] for row in rows]


def recorded(event):
    return Entry.objects.filter(event=f"appraisal.{event}").count()


def states(run):
    return list(run.items.order_by("pk").values_list("state", flat=True))


# --- putting off, and back ---


def test_tasks_are_put_off_together_and_their_deadlines_stay(client, first):
    check, result = send(client, "snooze", id=ids()[:3], day=UNTIL.isoformat())
    assert check.content.decode().count("tetap Sab 7 Nov 2026") == 3
    assert "3 dari 3 berhasil." in result.content.decode()
    assert listed(client.get("/inbox/")) == ids()[3:]
    assert {step.due_at for step in steps()} == {DUE}
    assert {row.person for row in Snooze.objects.select_related("person")} == {first}


def test_the_check_page_alone_puts_nothing_off(client, first):
    page = client.post("/inbox/snooze/", {"id": ids()})
    assert "Belum ada yang dilakukan" in page.content.decode()
    assert page.context["typed"] == (NOW + DAY).date().isoformat()
    assert (Snooze.objects.count(), Bulk.objects.count()) == (0, 0)


def test_what_is_due_before_says_so_and_fits_an_earlier_day(client, first):
    soon, *rest = ids()
    Step.objects.filter(pk=soon).update(due_at=NOW + 2 * DAY)
    page = client.post("/inbox/snooze/", {"id": [soon, *rest], "day": UNTIL.isoformat()})
    assert [step.pk for step, _why in page.context["others"]] == [soon]
    assert "jatuh tempo lebih dulu" in page.content.decode()
    earlier = {"id": rest, "also": [soon], "day": (NOW + 2 * DAY).date().isoformat(), "look": "1"}
    again = client.post("/inbox/snooze/", earlier)
    assert (len(again.context["steps"]), again.context["others"]) == (4, [])


def test_a_confirmed_day_beyond_a_deadline_is_a_refusal_of_that_task_alone(client, first):
    Step.objects.filter(pk=ids()[0]).update(due_at=NOW + 2 * DAY)
    told = {"id": ids(), "day": UNTIL.isoformat(), "confirm": "1", "key": "k"}
    text = client.post("/inbox/snooze/", told, follow=True).content.decode()
    assert "3 dari 4 berhasil, 1 tidak." in text
    assert "batas waktunya tidak bergeser" in text


@pytest.mark.parametrize("day", ["", "x", "2026-11-02", "2026-11-17", "2026-02-31", "9" * 40, "\x00"])
def test_a_day_that_cannot_be_is_said_at_its_field_and_nothing_is_lost(client, first, day):
    page = client.post("/inbox/snooze/", {"id": ids(), "day": day, "confirm": "1", "key": "k"})
    assert page.status_code == 422
    assert "Pilih hari antara besok dan 14 hari lagi." in page.content.decode()
    assert (page.context["typed"], len(page.context["steps"])) == (day, 4)
    assert (Snooze.objects.count(), Bulk.objects.count()) == (0, 0)


def test_the_result_takes_it_back(client, first):
    _check, result = send(client, "snooze", id=ids(), day=UNTIL.isoformat())
    assert result.context["undo"].name == "wake"
    assert listed(client.get("/inbox/")) == []
    check, result = send(client, "wake", id=ids())
    assert len(check.context["steps"]) == 4
    assert "4 dari 4 berhasil." in result.content.decode()
    assert listed(client.get("/inbox/")) == ids()


def test_what_is_not_put_off_is_not_brought_back(client, first):
    page = client.post("/inbox/wake/", {"id": ids()})
    assert page.context["steps"] == []
    assert page.content.decode().count("Tidak sedang ditunda.") == 4


# --- taking and leaving ---


def test_tasks_are_taken_and_left_together_an_entry_each(client, first):
    check, result = send(client, "claim", id=ids())
    assert "atas nama" in check.content.decode()
    assert "4 dari 4 berhasil." in result.content.decode()
    assert recorded("step_claimed") == 4
    assert set(Claim.objects.values_list("holder", "until")) == {(first.pk, NOW + LEASE)}
    assert client.get("/inbox/").content.decode().count("· Anda pegang") == 4
    _check, result = send(client, "release", id=ids())
    assert "4 dari 4 berhasil." in result.content.decode()
    assert (recorded("step_released"), Claim.objects.count()) == (4, 0)


def test_what_somebody_has_is_named_and_the_rest_taken(client, office, first):
    beside.claim(ids()[1], by=office.members[1], at=NOW)
    check, result = send(client, "claim", id=ids())
    assert f"Dipegang {office.members[1].name}, paling lama sampai" in check.content.decode()
    assert "3 dari 3 berhasil." in result.content.decode()


def test_what_somebody_took_since_the_look_is_a_refusal_of_that_task_alone(client, office, first):
    check = client.post("/inbox/claim/", {"id": ids()})
    beside.claim(ids()[1], by=office.members[1], at=NOW)
    told = {"id": ids(), "key": check.context["key"], "confirm": "1"}
    text = client.post("/inbox/claim/", told, follow=True).content.decode()
    assert "3 dari 4 berhasil, 1 tidak." in text
    assert f"Dipegang {office.members[1].name}" in text


def test_what_was_done_since_the_look_says_by_whom(client, office, first):
    looked_at = ids()
    check = client.post("/inbox/snooze/", {"id": looked_at})
    office.take("submit", step=steps()[0], by=office.supervisor)
    told = {"id": looked_at, "key": check.context["key"], "confirm": "1", "day": UNTIL.isoformat()}
    text = client.post("/inbox/snooze/", told, follow=True).content.decode()
    assert "3 dari 4 berhasil, 1 tidak." in text
    assert f"Sudah diselesaikan oleh {office.supervisor.name}" in text


def test_what_went_to_somebody_else_since_the_look_is_told_without_a_name(client, office, first):
    check = client.post("/inbox/claim/", {"id": ids()})
    gone, *rest = ids()
    Step.objects.filter(pk=gone).update(owner=office.stranger)
    told = {"id": [gone, *rest], "key": check.context["key"], "confirm": "1"}
    text = client.post("/inbox/claim/", told, follow=True).content.decode()
    assert "1 tugas tidak ada lagi di kotak tugas Anda." in text
    assert "3 dari 3 berhasil." in text


def test_once_nothing_is_left_the_page_says_so_and_nothing_begins(client, office, first):
    told = {"id": ids(), "key": "k", "confirm": "1"}
    for pk in ids():
        beside.claim(pk, by=office.members[1], at=NOW)
    page = client.post("/inbox/claim/", told)
    assert "Sementara itu semuanya berubah" in page.content.decode()
    assert not Bulk.objects.exists()


def test_in_two_windows_the_second_finds_what_the_first_did(client, first):
    one, two = (client.post("/inbox/claim/", {"id": ids()}).context["key"] for _window in range(2))
    for key in (one, one, two):
        page = client.post("/inbox/claim/", {"id": ids(), "key": key, "confirm": "1"}, follow=True)
        assert page.status_code == 200
    assert page.content.decode().count("Sudah Anda pegang.") == 4
    assert (Bulk.objects.count(), recorded("step_claimed")) == (1, 4)


def test_both_windows_at_the_same_moment_take_it_once(first):
    """Both were confirmed before either was done."""
    runs = [bulk.begin(steps(), act="claim", key=key, by=first, at=NOW) for key in "ab"]
    assert all(bulk.run(run) for run in runs)
    assert [set(states(run)) for run in runs] == [{"done"}, {"done"}]
    assert recorded("step_claimed") == 4


def test_a_party_to_a_case_is_told_before_he_confirms(client, office, first):
    appraisal = steps()[0].case.appraisal
    type(appraisal).objects.filter(pk=appraisal.pk).update(second_level=first)
    page = client.post("/inbox/claim/", {"id": ids()})
    assert "Anda sendiri pihak" in page.content.decode()
    assert len(page.context["steps"]) == 3


def test_whoever_shares_with_nobody_needs_to_take_nothing(client, office, first):
    Delegation.objects.update(ended_at=NOW)
    client.force_login(office.supervisor)
    assert 'data-act="claim"' not in client.get("/inbox/").content.decode()
    page = client.post("/inbox/claim/", {"id": ids()})
    assert page.content.decode().count("tidak perlu diambil") == 4


def test_an_owner_keeps_his_own_from_his_delegates(client, office, first):
    client.force_login(office.supervisor)
    _check, result = send(client, "claim", id=ids())
    assert "4 dari 4 berhasil." in result.content.decode()
    client.force_login(first)
    assert client.post("/inbox/claim/", {"id": ids()}).context["steps"] == []


# --- the bar ---


def test_the_bar_has_what_some_row_is_for_and_each_row_says_what_it_is_not(client, office, first):
    beside.claim(ids()[0], by=first, at=NOW)
    beside.claim(ids()[1], by=office.members[1], at=NOW)
    Step.objects.filter(pk=ids()[2]).update(due_at=NOW - DAY)
    page = client.get("/inbox/")
    assert [button.act.name for button in page.context["bar"]] == ["claim", "release", "snooze"]
    why = {code: sentence for button in page.context["bar"] for code, sentence in button.reasons}
    found = {row.pk: {why[code] for code in row.cannot} for _group, rows in page.context["groups"] for row in rows}
    mine, others, late, free = (found[step.pk] for step in Step.objects.order_by("pk"))
    assert mine == {"Sudah Anda pegang."}
    assert "Tidak sedang Anda pegang." in others
    assert any(sentence.startswith(f"Dipegang {office.members[1].name}") for sentence in others)
    assert any("jatuh tempo lebih dulu" in sentence for sentence in late)
    assert free == {"Tidak sedang Anda pegang."}


def test_what_is_put_off_is_brought_back_from_its_list(client, first):
    send(client, "snooze", id=ids(), day=UNTIL.isoformat())
    page = client.get("/inbox/?asleep=1")
    assert "wake" in [button.act.name for button in page.context["bar"]]
    assert "snooze" not in [button.act.name for button in page.context["bar"]]


@pytest.mark.parametrize("others", [1, 110])
def test_bar_and_check_page_cost_the_same_at_any_size(office, client, others):
    """Within the seven statements of the inbox (design §8)."""
    make_colleagues(office, others)
    give_all_to(office, office.supervisor, due_at=DUE)
    for person in (office.members[0], office.stranger):
        Delegation.objects.create(
            principal=office.supervisor, delegate=person, from_date=NOW, to_date=NOW, letter_no="800/5"
        )
    for pk in ids()[:5]:
        beside.claim(pk, by=office.stranger, at=NOW)
    client.force_login(office.members[0])
    client.get("/inbox/")
    with statements() as found:
        page = client.get("/inbox/")
    assert len(found) <= 7, "\n".join(found)
    assert len(page.content) <= 30 * 1024
    for name in acts.ACTS:
        with statements() as found:
            assert client.post(f"/inbox/{name}/", {"id": ids()[:100]}).status_code == 200
        assert len(found) <= 6, "\n".join(found)


# --- whose they are, and what is no number ---


@pytest.mark.parametrize("name", acts.ACTS)
@pytest.mark.parametrize("typed", [{}, {"id": "x"}, {"id": "9" * 30}, {"id": "0"}, {"confirm": "1", "key": "k"}])
def test_a_strange_request_does_nothing(client, first, name, typed):
    page = client.post(f"/inbox/{name}/?due=week", typed)
    assert (page.status_code, page.url) == (302, "/inbox/?due=week")
    assert not Bulk.objects.exists()


@pytest.mark.parametrize("name", acts.ACTS)
def test_the_tasks_of_somebody_else_are_not_there(client, office, first, name):
    client.force_login(office.stranger)
    page = client.post(f"/inbox/{name}/", {"id": ids(), "confirm": "1", "key": "k"}, follow=True)
    assert "Pilih dahulu tugasnya di daftar." in page.content.decode()
    assert not Bulk.objects.exists()


@pytest.mark.parametrize("name", acts.ACTS)
def test_an_address_looked_up_by_hand_leads_to_the_list(client, first, name):
    assert client.get(f"/inbox/{name}/").url == "/inbox/"


# --- cut off ---


def told_of(run):
    """Everything that may be written twice."""
    return (
        set(Snooze.objects.values_list("step", "person", "until")),
        set(Claim.objects.values_list("step", "holder", "since", "until")),
        recorded("step_claimed"),
        recorded("step_released"),
        states(run),
    )


@pytest.mark.parametrize("cut_after", range(4))
@pytest.mark.parametrize("name", ["snooze", "wake", "claim", "release"])
def test_a_run_that_was_killed_goes_on_and_does_nothing_twice(first, monkeypatch, name, cut_after):
    """Killed after the act and before the item said so: the worst moment."""
    if name == "wake":
        Snooze.objects.bulk_create(Snooze(step=step, person=first, until=DUE) for step in steps())
    if name == "release":
        for pk in ids():
            beside.claim(pk, by=first, at=NOW)
    run = bulk.begin(steps(), act=name, key="k", by=first, at=NOW, day=UNTIL)
    kept, done = BulkItem.save, []

    def die(self, **fields):
        if len(done) == cut_after:
            raise KeyboardInterrupt
        done.append(self.pk)
        kept(self, **fields)

    with monkeypatch.context() as patch:
        patch.setattr(BulkItem, "save", die)
        with pytest.raises(KeyboardInterrupt):
            bulk.run(run)
    assert bulk.run_waiting(NOW) == 1
    after = told_of(run)
    assert after[-1] == ["done"] * 4
    assert [len(after[0]), len(after[1]), *after[2:4]] == {
        "snooze": [4, 0, 0, 0],
        "wake": [0, 0, 0, 0],
        "claim": [0, 4, 4, 0],
        "release": [0, 0, 4, 4],
    }[name]


def test_a_claim_that_waited_longer_than_it_would_last_is_not_taken(first, time_machine):
    run = bulk.begin(steps(), act="claim", key="k", by=first, at=NOW)
    time_machine.move_to(NOW + LEASE + timedelta(seconds=1), tick=False)
    assert bulk.run(run)
    assert states(run) == ["refused"] * 4
    assert "tertunda terlalu lama" in run.items.first().sentence
    assert not Claim.objects.exists()


def test_a_letter_that_ended_since_refuses_each(office, first):
    run = bulk.begin(steps(), act="snooze", key="k", by=first, at=NOW, day=UNTIL)
    Delegation.objects.update(ended_at=NOW)
    assert bulk.run(run)
    assert states(run) == ["refused"] * 4
    assert inbox.owners_for(first, at=NOW) == [first.pk]
