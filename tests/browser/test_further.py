"""Looking further back in chromium: begun by a press, stopped, found, ended; and what goes wrong is said and mended."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from audit.search import finding
from audit.search.finding import Share
from tests.audit.crowd import crowd
from tests.browser.test_log import faults_on  # noqa: F401 - a fixture
from tests.office import Office

COUNT = 1_200
RARE = (130, 610, 611, 1_190)  # none of them where the first page looks
START, STOP, MORE, RETRY = "Cari sampai selesai", "Berhenti", "Lanjutkan pencarian", "Coba lagi"

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def office(db, monkeypatch):
    monkeypatch.setattr(finding, "FIRST", Share(50, 40))
    monkeypatch.setattr(finding, "FURTHER", Share(100, 80))
    return Office()


@pytest.fixture
def filled(office):
    """A log of four days with a rare word in it."""
    at = timezone.now().replace(hour=5, minute=0, second=0, microsecond=0) - timedelta(days=1)
    reasons = dict.fromkeys(RARE, "Arsip kecamatan terbakar.")
    return crowd(COUNT, by=office.employee, at=at, every=timedelta(minutes=5), together=2, reasons=reasons)


@pytest.fixture
def opened(page, office, filled, sign_in):
    """A search for the word in what people wrote."""
    sign_in(page, office.inspector)
    return searched(page, "terbakar")


def searched(page, words):
    page.asked = []
    page.on("request", lambda request: page.asked.append(request) if "x-part" in request.headers else None)
    page.goto("/audit/")
    page.fill("#id_words", words)
    page.keyboard.press("Enter")
    page.get_by_label("Tujuan").first.fill("Surat tugas 700/118/2026")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Pencarian dalam isi terbuka untuk")
    return page


def press(page, label):
    page.get_by_role("button", name=label, exact=True).click()


def shown(page):
    """The numbers of the entries on the page, in its order."""
    links = page.locator(".feed .what a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [int(re.search(r"\d+", link)[0]) for link in links]


def parts(page):
    return [request for request in page.asked if "/audit/days/" not in request.url and "/live/" not in request.url]


def test_nothing_is_looked_for_before_it_is_asked(opened):
    opened.wait_for_load_state("networkidle")
    assert [request for request in opened.asked if "after=" in request.url] == []
    expect(opened.get_by_role("button", name=START)).to_be_visible()
    expect(opened.locator("[data-found]")).to_contain_text("0 catatan ditemukan. 50 catatan diperiksa, sampai")


def test_it_looks_on_to_the_beginning_by_keyboard(opened, filled):
    opened.get_by_role("button", name=START).focus()
    opened.keyboard.press("Enter")
    expect(opened.locator("[data-said]")).to_contain_text("Selesai: sudah sampai catatan tertua.")
    assert shown(opened) == [filled[n].pk for n in RARE]
    days = opened.locator("[data-day]").evaluate_all("days => days.map(day => day.dataset.day)")
    assert days == sorted(set(days), reverse=True)  # no heading twice
    assert opened.locator("[data-told]").text_content() == opened.locator("[data-said]").text_content()
    assert "4 ditemukan" in opened.locator("[data-said]").text_content()
    expect(opened.locator("[data-said]")).to_be_focused()  # the button is gone
    expect(opened.locator("a[rel=next]")).to_be_hidden()
    opened.keyboard.press("j")
    expect(opened.locator(".feed .what a").first).to_be_focused()  # rows that came later, too


def test_nothing_at_all_ends_in_words(page, office, filled, sign_in):
    sign_in(page, office.inspector)
    searched(page, "zzz")
    press(page, START)
    expect(page.locator("[data-said]")).to_contain_text("0 ditemukan")
    expect(page.locator("[data-feed]")).to_contain_text("Tidak ada catatan untuk saringan ini")


def test_it_is_stopped_and_goes_on_where_it_was(opened, filled):
    held, holding = [], [True]
    opened.route("**/audit/?*after=*", lambda route: held.append(route) if holding else route.continue_())
    press(opened, START)
    press(opened, STOP)
    expect(opened.get_by_role("button", name=MORE)).to_be_focused()
    expect(opened.locator("[data-said]")).to_contain_text("Dihentikan.")
    press(opened, MORE)  # and at once again: what was asked before is not taken
    press(opened, STOP)
    press(opened, MORE)
    while len(held) < 3:
        opened.wait_for_timeout(20)
    holding.clear()
    held[-1].continue_()
    expect(opened.locator("[data-said]")).to_contain_text("Selesai")
    assert shown(opened) == [filled[n].pk for n in RARE]


def test_it_stops_by_itself_when_enough_is_found(page, office, sign_in):
    at = timezone.now() - timedelta(days=1)
    crowd(COUNT, by=office.employee, at=at, reasons=dict.fromkeys(range(100, COUNT, 2), "Terbakar."))
    sign_in(page, office.inspector)
    searched(page, "terbakar")
    press(page, START)
    expect(page.locator("[data-said]")).to_contain_text("Berhenti sendiri setelah")
    first = shown(page)
    assert 50 <= len(first) < 100
    expect(page.get_by_role("button", name=MORE)).to_be_focused()
    press(page, MORE)
    expect(page.get_by_role("button", name=STOP)).to_have_count(0)
    assert shown(page)[: len(first)] == first
    assert len(set(shown(page))) == len(shown(page)) >= len(first) + 50


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (503, "Server sedang sibuk"),
        (429, "Server sedang sibuk"),
        (404, "Server menolak"),
        (None, "Tidak ada sambungan"),
    ],
)
def test_what_fails_is_said_and_tried_again(opened, filled, status, sentence):
    asked = []

    def answer(route):
        asked.append(route.request.url)
        if len(asked) != 4:  # three parts come, the fourth does not
            return route.continue_()
        return route.fulfill(status=status, body="") if status else route.abort("internetdisconnected")

    opened.route("**/audit/?*after=*", answer)
    press(opened, START)
    trouble = opened.locator("[data-trouble]")
    expect(trouble).to_contain_text(sentence)
    expect(opened.locator("[data-told]")).to_contain_text(sentence)
    assert shown(opened) == [filled[130].pk]  # stays
    expect(opened.get_by_role("button", name=RETRY)).to_be_focused()
    opened.keyboard.press("Enter")
    expect(opened.locator("[data-said]")).to_contain_text("Selesai")
    expect(trouble).to_be_hidden()
    assert asked[3] == asked[4]
    assert shown(opened) == [filled[n].pk for n in RARE]


def test_who_is_signed_out_is_told_so(opened):
    opened.context.clear_cookies()
    press(opened, START)
    expect(opened.locator("[data-trouble]")).to_contain_text("Anda sudah keluar.")


def test_a_purpose_that_ended_stops_it(opened, monkeypatch):
    from audit import purposes

    monkeypatch.setattr(purposes, "stated", lambda *_given, **_more: purposes.Stated())
    press(opened, START)
    expect(opened.locator("[data-trouble]")).to_contain_text("Tujuan pencarian dalam isi sudah berakhir.")


@pytest.mark.parametrize("way", ["back", "reload"])
def test_what_was_found_is_there_again(opened, filled, way):
    press(opened, START)
    expect(opened.locator("[data-said]")).to_contain_text("Selesai")
    if way == "back":
        opened.locator(".feed .what a").nth(2).click()
        opened.wait_for_url("**/audit/entries/**")
        opened.go_back()
    else:
        opened.reload()
    expect(opened.locator(".feed .what a")).to_have_count(len(RARE))
    expect(opened.locator("[data-said]")).to_contain_text("Selesai")
    assert shown(opened) == [filled[n].pk for n in RARE]


def test_without_a_script_the_link_leads_on(opened, browser, base_url, filled):
    state = opened.context.storage_state()
    plain = browser.new_context(base_url=base_url, java_script_enabled=False, storage_state=state)
    without = plain.new_page()
    without.goto(opened.url)
    expect(without.get_by_role("button", name=START)).to_be_hidden()
    without.click("a[rel=next]")
    assert shown(without) == [filled[130].pk]
    plain.close()


def test_axe_finds_nothing_at_any_moment(opened, faults_on):  # noqa: F811
    found = faults_on("before")
    asked = []

    def only_one(route):
        asked.append(route)
        if len(asked) == 1:
            route.continue_()

    opened.route("**/audit/?*after=*", only_one)
    press(opened, START)
    expect(opened.locator(".feed .what a")).to_have_count(1)
    found += faults_on("looking")
    press(opened, STOP)
    found += faults_on("stopped")
    opened.unroute("**/audit/?*after=*")
    opened.route("**/audit/?*after=*", lambda route: route.fulfill(status=503, body=""))
    press(opened, MORE)
    expect(opened.locator("[data-trouble]")).to_be_visible()
    found += faults_on("failed")
    opened.unroute("**/audit/?*after=*")
    press(opened, RETRY)
    expect(opened.locator("[data-said]")).to_contain_text("Selesai")
    assert found + faults_on("ended") == []
