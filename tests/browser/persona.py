"""One of the demo's people at the browser, by mouse or by keyboard alone."""

import re

from appraisal.models import Appraisal

HAS_FOCUS = """node => {
  const now = document.activeElement;
  return now === node || (now.type === 'radio' && now.name === node.name && now.form === node.form);
}"""  # radios are one stop


class Persona:
    """Signs in as a visitor would: one click on the login page."""

    def __init__(self, page, name, *, by_keyboard=False):
        self.page, self.name, self.by_keyboard = page, name, by_keyboard
        page.context.clear_cookies()
        page.goto("/login/")
        account = page.locator(f"button[name=persona][value={name}]")
        if not account.is_visible():
            self.press(page.locator(".demo summary"))
        self.press(account)
        page.wait_for_url(lambda url: "/login/" not in url)

    def press(self, control):
        """Click it, or walk to it with Tab and press Enter."""
        if not self.by_keyboard:
            return control.click()
        self.walk_to(control)
        self.page.keyboard.press("Enter")

    def choose(self, control):
        if not self.by_keyboard:
            return control.check()
        self.walk_to(control)
        for _ in range(control.evaluate("node => document.getElementsByName(node.name).length")):
            if control.evaluate("node => node === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        if not control.is_checked():
            self.page.keyboard.press("Space")
        assert control.is_checked()

    def write(self, control, text):
        if not self.by_keyboard:
            return control.fill(text)
        self.walk_to(control)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def walk_to(self, control, limit=400):
        """Tab until the control has the focus; fails if it cannot be reached."""
        for _ in range(limit):
            if control.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("No Tab reaches this control.")

    def open_task(self, appraisal):
        """From the inbox, by the link of the task itself."""
        self.go("/inbox/")
        step = appraisal.case.steps.filter(completed_at=None, owner__username=self.name).get()
        self.press(self.page.locator(f"a[href^='/tasks/{step.pk}/']").first)
        self.page.wait_for_url(re.compile(rf"/tasks/{step.pk}/"))

    def go(self, address):
        """To a place of the menu."""
        if not self.by_keyboard:
            return self.page.goto(address)
        self.press(self.page.locator(f".side nav a[href='{address}']"))
        self.page.wait_for_url(f"**{address}")

    def to_check(self):
        self.press(self.page.locator("button[name=do][value=check]"))
        self.page.wait_for_url(re.compile("/check/"))

    def confirm(self):
        """The button of the check page, with its declaration where there is one; ends at the receipt."""
        declared = self.page.locator("#declared")
        if declared.count():
            self.choose(declared)
        self.press(self.page.locator("main .savebar button.primary"))
        self.page.wait_for_url(re.compile("/receipt/"))

    def rate(self, **ratings):
        for name, value in ratings.items():
            self.choose(self.page.locator(f"input[name={name}][value={value}]"))


def appraisal_of(username):
    rows = Appraisal.objects.filter(employee__username=username, stage="self_assessment")
    return rows.select_related("case").get()
