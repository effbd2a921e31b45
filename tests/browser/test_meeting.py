"""A meeting at several browsers: the chair moves and the others' pages follow; somebody looks around and comes back."""

import re

import pytest
from playwright.sync_api import expect

from appraisal.actions import agenda, meeting
from appraisal.models import Vote
from tests.browser.test_live import SOON, settle
from tests.journeys.test_inbox import make_colleagues
from tests.office import DAY, NOW, RATINGS, TODAY, Office
from tests.workflow.walking import walk
from workflow.models import Step


@pytest.fixture
def table():
    """A contested case and a consent list; the meeting is open."""
    office = Office(seats=5)
    walk(office, "0 submit supervisor_review\n 1 submit employee_response\n 2 object supervisor_statement")
    walk(office, "3 submit objection_decision\n 8 dismiss committee_vote")
    make_colleagues(office, 2)
    told = {"results": [], "behaviours": [], "statement": "Semua tercapai."}
    rated = RATINGS | {"reason": "Sesuai.", "feedback": []}
    for outcome, data in (("submit", told), ("submit", rated), ("acknowledge", {})):
        for step in Step.objects.filter(completed_at=None).exclude(name="committee_vote").order_by("pk"):
            office.take(outcome, data, step=step, by=step.owner, at=NOW + 9 * DAY)
    office.cycle.__class__.objects.update(meeting_on="2099-01-01")
    Step.objects.filter(completed_at=None).update(due_at=None, lapse_at=None)
    office.chair, *office.others = office.members
    made = agenda.prepare(office.committee.pk, held_on=TODAY + 20 * DAY, by=office.chair, at=NOW)
    meeting.open_meeting(made.pk, by=office.chair, at=NOW)
    office.page = f"/committees/{office.committee.pk}/meetings/1/"
    office.meeting = made
    return office


def heading(page):
    return page.get_by_role("heading", level=1)


def test_the_chair_moves_and_every_page_follows(table, at_browser):
    his = at_browser(table.others[0], table.page)
    settle(his)
    expect(heading(his)).to_have_text("Ketua belum memanggil butir")
    chairs = at_browser(table.chair, table.page)
    chairs.get_by_role("button", name="Bahas butir 1").click()
    expect(heading(his)).to_contain_text("Butir 1 dari 2", timeout=SOON)
    expect(his.locator("[data-spoken]")).to_contain_text("Butir 1 dari 2")
    chairs.get_by_role("button", name="Bahas butir 2").click()
    expect(heading(his)).to_contain_text("Butir 2 dari 2", timeout=SOON)
    assert {*his.said} <= {"meeting", "notices", "presence"}  # a word, no content


def test_who_looks_around_stays_there_and_returns_to_the_chair(table, at_browser):
    meeting.call_item(table.meeting.pk, table.meeting.items.get(position=1).pk, by=table.chair, at=NOW)
    his = at_browser(table.others[0], table.page)
    settle(his)
    his.get_by_role("link", name="Lihat butir 2").click()
    expect(heading(his)).to_contain_text("Butir 2 dari 2")
    settle(his)
    meeting.close_item(table.meeting.pk, table.meeting.items.get(position=1).pk, by=table.chair, at=NOW)
    expect(his.locator(".agenda li").first).to_contain_text("belum diputus", timeout=SOON)
    expect(heading(his)).to_contain_text("Butir 2 dari 2")
    his.get_by_role("link", name=re.compile("Ikuti ketua")).click()
    expect(heading(his)).to_contain_text("Butir 1 dari 2")


def test_what_is_typed_is_never_taken_away(table, at_browser):
    meeting.call_item(table.meeting.pk, table.meeting.items.get(position=1).pk, by=table.chair, at=NOW)
    his = at_browser(table.others[0], table.page)
    settle(his)
    his.locator("#reason").fill("Bukti tugas malam")
    his.get_by_role("radio", name=re.compile("Kembalikan")).check()
    meeting.attend(table.meeting.pk, by=table.others[1], at=NOW)
    expect(his.locator(".quorum")).to_contain_text("2 dari 5", timeout=SOON)
    expect(his.locator("#reason")).to_have_value("Bukti tugas malam")
    expect(his.get_by_role("radio", name=re.compile("Kembalikan"))).to_be_checked()
    meeting.call_item(table.meeting.pk, table.meeting.items.get(position=2).pk, by=table.chair, at=NOW)
    expect(his.locator("[data-moved]")).to_be_visible(timeout=SOON)
    expect(his.locator("#reason")).to_have_value("Bukti tugas malam")
    his.locator("[data-moved] a").click()
    expect(heading(his)).to_contain_text("Butir 2 dari 2")


def test_a_refused_vote_says_that_the_chair_moved_only_if_he_did(table, at_browser):
    for position in (2, 1):
        meeting.call_item(table.meeting.pk, table.meeting.items.get(position=position).pk, by=table.chair, at=NOW)
    his = at_browser(table.others[0], table.page)
    his.get_by_role("button", name="Periksa suara").click()
    expect(his.locator(".errsum")).to_contain_text("Pilih salah satu suara.")
    settle(his)
    with his.expect_response(re.compile("/items/1/")):
        meeting.attend(table.meeting.pk, by=table.others[1], at=NOW)
    expect(his.locator("[data-moved]")).to_be_hidden()
    meeting.call_item(table.meeting.pk, table.meeting.items.get(position=2).pk, by=table.chair, at=NOW)
    expect(his.locator("[data-moved]")).to_be_visible(timeout=SOON)
    expect(his.locator(".errsum")).to_be_visible()
    his.wrong.clear()  # the browser tells of the answer 422


def test_a_vote_counts_on_the_others_pages(table, at_browser):
    meeting.call_item(table.meeting.pk, table.meeting.items.get(position=1).pk, by=table.chair, at=NOW)
    chairs = at_browser(table.chair, table.page)
    settle(chairs)
    his = at_browser(table.others[0], table.page)
    his.get_by_role("radio", name=re.compile("Sahkan")).check()
    his.get_by_role("button", name="Periksa suara").click()
    his.get_by_role("button", name="Kirim suara").dblclick()
    expect(his.locator(".own")).to_contain_text("Sahkan")
    expect(chairs.get_by_text("Suara masuk: 1 dari 5.")).to_be_visible(timeout=SOON)
    assert Vote.objects.count() == 1


def test_without_a_socket_the_page_asks_by_itself(table, at_browser):
    his = at_browser(table.others[0], table.page, has_socket=False)
    meeting.call_item(table.meeting.pk, table.meeting.items.get(position=1).pk, by=table.chair, at=NOW)
    expect(heading(his)).to_contain_text("Butir 1 dari 2", timeout=12_000)


def test_a_lost_connection_is_said_and_made_good(table, at_browser):
    his = at_browser(table.others[0], table.page, has_socket=False)
    his.route("**/meetings/**", lambda route: route.abort())
    expect(his.locator("[data-lost]")).to_be_visible(timeout=12_000)
    his.unroute("**/meetings/**")
    expect(his.locator("[data-lost]")).to_be_hidden(timeout=12_000)
    his.wrong.clear()  # the browser tells of each request that failed


def test_the_agenda_becomes_the_meeting_when_the_chair_opens_it(table, at_browser):
    meeting.close_meeting(table.meeting.pk, by=table.chair, at=NOW)
    made = agenda.prepare(table.committee.pk, held_on=TODAY + 20 * DAY, by=table.chair, at=NOW)
    his = at_browser(table.others[0], f"/committees/{table.committee.pk}/meetings/2/")
    settle(his)
    expect(heading(his)).to_have_text("Acara rapat ke-2")
    meeting.open_meeting(made.pk, by=table.chair, at=NOW)
    expect(heading(his)).to_have_text("Ketua belum memanggil butir", timeout=SOON)


def test_without_javascript_everything_works(table, at_browser):
    his = at_browser(table.others[0], table.page, has_socket=False, java_script_enabled=False)
    his.get_by_role("button", name="Saya hadir").click()
    expect(his.get_by_text(re.compile("Anda hadir sejak"))).to_be_visible()
    meeting.call_item(table.meeting.pk, table.meeting.items.get(position=1).pk, by=table.chair, at=NOW)
    his.get_by_role("link", name="Muat ulang").click()
    his.get_by_role("radio", name=re.compile("Abstain")).check()
    his.locator("#reason").fill("Menunggu bukti.")
    his.get_by_role("button", name="Periksa suara").click()
    his.get_by_role("button", name="Kirim suara").click()
    expect(his.locator(".own")).to_contain_text("Menunggu bukti.")


def test_by_keyboard_alone(table, at_browser):
    meeting.call_item(table.meeting.pk, table.meeting.items.get(position=1).pk, by=table.chair, at=NOW)
    his = at_browser(table.others[0], table.page)
    press(his, his.get_by_role("button", name="Saya hadir"))
    expect(his.get_by_text(re.compile("Anda hadir sejak"))).to_be_visible()
    his.get_by_role("radio", name=re.compile("Sahkan")).focus()
    his.keyboard.press("Space")
    press(his, his.get_by_role("button", name="Periksa suara"))
    press(his, his.get_by_role("button", name="Kirim suara"))
    expect(his.locator(".own")).to_contain_text("Sahkan")


def press(page, control, limit=200):
    """Walk to it with Tab and press Enter."""
    for _ in range(limit):
        if control.evaluate("node => node === document.activeElement"):
            return page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    raise AssertionError("No Tab reaches this control.")


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_is_wider_than_the_window(table, at_browser, width):
    made = table.meeting
    for position in (1, 2):
        meeting.call_item(made.pk, made.items.get(position=position).pk, by=table.chair, at=NOW)
        page = at_browser(table.chair, table.page, viewport={"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_before_during_and_after(table, at_browser, violations, dark):
    agenda_page, made = f"/committees/{table.committee.pk}/meetings/2/", table.meeting
    meeting.call_item(made.pk, made.items.get(position=1).pk, by=table.chair, at=NOW)
    page = at_browser(table.chair, table.page, color_scheme="dark" if dark else "light")
    found = _faults(page, violations)
    page.goto(f"{table.page}items/2/")
    found += _faults(page, violations)
    page.goto("about:blank")  # else it follows by itself
    meeting.close_meeting(made.pk, by=table.chair, at=NOW)
    agenda.prepare(table.committee.pk, held_on=TODAY + 20 * DAY, by=table.chair, at=NOW)
    for address in (f"{table.page}items/1/", agenda_page, "/committees/meetings/"):
        page.goto(address)
        found += _faults(page, violations)
    assert found == []


def _faults(page, violations):
    found = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{page.url} at {width}: {fault}" for fault in violations(page)]
    return found
