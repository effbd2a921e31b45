"""Where several may do one step: one of them at a time, never without an end, and the owner always may."""

import pytest

from appraisal.events import STEP_ASKED_FOR
from audit.models import Entry
from notifications.models import Notice
from notifications.wording import tell
from organization.models import Delegation
from tests.office import DAY, NOW
from workflow import beside
from workflow.desk.claims import LEASE
from workflow.models import Claim, Step
from workflow.refusals import Conflict, Forbidden, Invalid, NotFound
from workflow.selectors.stuck import OVERDUE


@pytest.fixture
def step(office):
    """The employee's step, which two delegates may do in her place."""
    office.first, office.second = office.members[:2]
    for delegate in (office.first, office.second):
        Delegation.objects.create(
            principal=office.employee, delegate=delegate, from_date=NOW, to_date=NOW + 9 * DAY, letter_no="800/5"
        )
    return office.step()


def submit(office, step, by, at=NOW):
    return office.take(
        "submit", step=step, by=by, at=at, on_behalf_of=office.employee if by != office.employee else None
    )


def events(office):
    stream = Entry.objects.filter(stream=f"appraisal:{office.appraisal.pk}")
    return [event.removeprefix("appraisal.") for event in stream.order_by("n").values_list("event", flat=True)]


def test_whoever_claims_has_it_and_the_others_hear_since_when(office, step):
    beside.claim(step.pk, by=office.first, at=NOW)
    with pytest.raises(Conflict, match=f"dipegang {office.first}"):
        beside.claim(step.pk, by=office.second, at=NOW)
    with pytest.raises(Conflict, match="paling lama sampai"):
        submit(office, step, office.second)
    submit(office, step, office.first)
    assert "step_claimed" in events(office)


def test_the_owner_is_never_kept_from_her_own_step(office, step):
    beside.claim(step.pk, by=office.first, at=NOW)
    submit(office, step, office.employee)
    assert office.stage() == "supervisor_review"


def test_the_owner_may_keep_it_from_her_delegates(office, step):
    beside.claim(step.pk, by=office.employee, at=NOW)
    with pytest.raises(Conflict, match="dipegang Siti"):
        submit(office, step, office.first)


def test_a_claim_ends_by_itself(office, step):
    beside.claim(step.pk, by=office.first, at=NOW)
    with pytest.raises(Conflict):
        beside.claim(step.pk, by=office.second, at=NOW + LEASE - LEASE / 60)
    beside.claim(step.pk, by=office.second, at=NOW + LEASE)
    assert Claim.objects.get().holder == office.second


def test_claiming_again_lasts_longer_and_is_no_second_entry(office, step):
    beside.claim(step.pk, by=office.first, at=NOW)
    beside.claim(step.pk, by=office.first, at=NOW + LEASE / 2)
    assert Claim.objects.get().until == NOW + LEASE * 1.5
    assert events(office).count("step_claimed") == 1


def test_a_step_is_left_to_the_others(office, step):
    beside.claim(step.pk, by=office.first, at=NOW)
    for _ in range(2):
        beside.release(step.pk, by=office.first, at=NOW)
    beside.claim(step.pk, by=office.second, at=NOW)
    assert events(office).count("step_released") == 1


def test_releasing_ends_only_one_s_own_claim(office, step):
    beside.claim(step.pk, by=office.first, at=NOW)
    beside.release(step.pk, by=office.second, at=NOW)
    assert Claim.objects.get().holder == office.first


def test_the_holder_is_asked_once(office, step):
    beside.claim(step.pk, by=office.first, at=NOW)
    for _ in range(2):
        beside.ask_for(step.pk, by=office.second, at=NOW)
    assert Notice.objects.filter(about="appraisal.step_asked_for").count() == 1
    assert Notice.objects.get(about="appraisal.step_asked_for").to == office.first
    with pytest.raises(Conflict, match="langsung mengambilnya"):
        beside.ask_for(step.pk, by=office.second, at=NOW + LEASE)


def test_who_is_asked_is_led_to_the_task_though_the_case_is_closed_to_him(office, step, client, time_machine):
    """A delegate of no part in the case is; once he stands in for nobody, the notice leads nowhere."""
    time_machine.move_to(NOW, tick=False)
    beside.claim(step.pk, by=office.first, at=NOW)
    beside.ask_for(step.pk, by=office.second, at=NOW)
    beside.unclaim(office.appraisal.pk, reason="Sakit.", by=office.hr, at=NOW)
    client.force_login(office.first)
    assert client.get(f"/appraisals/{office.appraisal.pk}/").status_code == 404
    for told in tell(list(Notice.objects.filter(to=office.first))):
        assert (told.lead.url, told.lead.why) == (f"/tasks/{step.pk}/", "tugas ini pernah Anda pegang")
        assert client.get(told.lead.url).status_code == 200
    Delegation.objects.update(to_date=NOW - DAY, from_date=NOW - 2 * DAY)
    assert [told.lead.url for told in tell(list(Notice.objects.filter(to=office.first)))] == ["", ""]


def test_a_notice_from_before_it_named_the_task_leads_to_the_case(office):
    about = {"about": STEP_ASKED_FOR.name, "subject": f"appraisal:{office.appraisal.pk}", "kind": Notice.Kind.INFO}
    [told] = tell([Notice.objects.create(to=office.employee, created_at=NOW, **about)])
    assert told.lead.url == f"/appraisals/{office.appraisal.pk}/"
    assert told.lead.subject


@pytest.mark.parametrize("verb", [beside.claim, beside.release, beside.ask_for])
def test_nobody_else_claims(office, step, verb):
    with pytest.raises((Forbidden, NotFound)):
        verb(step.pk, by=office.stranger, at=NOW)
    with pytest.raises((Forbidden, NotFound)):
        verb(step.pk, by=office.supervisor, at=NOW)


@pytest.mark.parametrize("verb", [beside.claim, beside.release, beside.ask_for])
def test_what_is_done_is_not_claimed(office, step, verb):
    submit(office, step, office.employee)
    with pytest.raises(Conflict, match="Sudah diselesaikan"):
        verb(step.pk, by=office.first, at=NOW)


def test_hr_frees_it_with_a_reason_and_the_holder_is_told(office, step):
    beside.claim(step.pk, by=office.first, at=NOW)
    beside.unclaim(office.appraisal.pk, reason="Sakit.", by=office.hr, at=NOW)
    assert not Claim.objects.exists()
    assert events(office)[-1] == "step_unclaimed"
    told = Notice.objects.get(about="appraisal.step_unclaimed")
    assert (told.to, told.subject) == (office.first, f"appraisal:{office.appraisal.pk}")
    beside.claim(step.pk, by=office.second, at=NOW)


def test_hr_frees_nothing_that_nobody_has(office, step):
    with pytest.raises(Conflict, match="Tidak ada yang sedang memegang"):
        beside.unclaim(office.appraisal.pk, reason="Sakit.", by=office.hr, at=NOW)
    beside.claim(step.pk, by=office.first, at=NOW)
    with pytest.raises(Conflict):
        beside.unclaim(office.appraisal.pk, reason="Sakit.", by=office.hr, at=NOW + LEASE)
    with pytest.raises(Invalid):
        beside.unclaim(office.appraisal.pk, reason=" ", by=office.hr, at=NOW)
    assert "step_unclaimed" not in events(office)


@pytest.mark.parametrize("who", ["employee", "supervisor", "first", "stranger"])
def test_only_hr_frees_it(office, step, who):
    beside.claim(step.pk, by=office.second, at=NOW)
    with pytest.raises((Forbidden, NotFound)):
        beside.unclaim(office.appraisal.pk, reason="Sakit.", by=getattr(office, who), at=NOW)
    assert Claim.objects.exists()


def test_hr_frees_it_from_the_page_of_what_is_stuck(office, step, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    Step.objects.filter(pk=step.pk).update(due_at=NOW - OVERDUE - DAY)
    beside.claim(step.pk, by=office.first, at=NOW)
    client.force_login(office.hr)
    text = client.get("/appraisals/stuck/?why=long").content.decode()
    page = f"/appraisals/{office.appraisal.pk}/unclaim/"
    assert f"dipegang {office.first.name} sejak" in text
    assert f'href="{page}"' in text
    assert f'href="{page}"' in client.get(f"/appraisals/{office.appraisal.pk}/").content.decode()
    assert client.post(page, {}).status_code == 422
    assert office.first.name in client.post(page, {"reason": "Sakit."}).content.decode()
    assert Claim.objects.exists()
    done = client.post(page, {"reason": "Sakit.", "confirm": "1"}, follow=True)
    assert "Tugas dilepaskan" in done.content.decode()
    assert not Claim.objects.exists()
    assert client.get(page).status_code == 409
    assert f'href="{page}"' not in client.get(f"/appraisals/{office.appraisal.pk}/").content.decode()
    assert f"dipegang {office.first.name}" not in client.get("/appraisals/stuck/?why=long").content.decode()


def test_the_page_says_who_is_at_it(office, step, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(office.first)
    assert "Ambil tugas" in client.get(f"/tasks/{step.pk}/").content.decode()
    assert "Anda memegang tugas ini" in client.post(f"/tasks/{step.pk}/claim/", follow=True).content.decode()
    client.force_login(office.second)
    assert f"dipegang {office.first.name} sejak" in client.get("/inbox/").content.decode()
    assert "Minta tugas ini" in client.get(f"/tasks/{step.pk}/").content.decode()
    assert "diberi tahu bahwa Anda memintanya" in client.post(f"/tasks/{step.pk}/ask/", follow=True).content.decode()
    page = client.post(f"/tasks/{step.pk}/claim/", follow=True)
    assert "paling lama sampai" in page.content.decode()


def test_whoever_types_keeps_it(office, step, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(office.first)
    client.post(f"/tasks/{step.pk}/claim/")
    time_machine.move_to(NOW + LEASE / 2, tick=False)
    client.post(f"/tasks/{step.pk}/draft/", {"statement": "Semua"})
    assert Claim.objects.get().until == NOW + LEASE * 1.5


def test_who_shares_with_nobody_is_not_bothered(office, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(office.employee)
    assert "Ambil tugas" not in client.get(f"/tasks/{office.step().pk}/").content.decode()
