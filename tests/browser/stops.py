"""A page by keyboard alone, from its first stop to its last and back: what stops.js finds wrong on the way."""

from pathlib import Path

SCRIPT = Path(__file__).with_name("stops.js").read_text()
MORE = 60  # stops beyond those that are known: areas that scroll, what unfolds
KEYS = {"press": "Enter", "open": "Enter", "tick": "Space", "type": "k"}


class Walk:
    """Through the page as it stands; every method returns what it found."""

    def __init__(self, page):
        self.page, self.keys = page, page.keyboard
        page.evaluate(SCRIPT)

    def using(self):
        """Forth, and at every stop the key that uses it: it must answer. What unfolds stays open, menus close again."""
        self._ask("stops.start()")
        self._ask("stops.hold()")
        for _stop in range(500):
            self.keys.press("Tab")
            kind = self._ask("stops.kind()")
            if kind == "over":
                break
            if kind:
                self.keys.press(KEYS[kind])
                self._ask("stops.answered()")
            if kind == "open":
                self._unfold()
        return self._finish("Tab")

    def of_page(self):
        """What is wrong before a key is pressed: a queue that is jumped, what only a mouse could use."""
        return self._ask("stops.faultsOfPage()")

    def forth(self):
        for _stop in range(self._ask("stops.start()")):
            self.keys.press("Tab")
        return self._finish("Tab")

    def back(self):
        known = self._ask("stops.start({ back: true })")
        self.keys.down("Shift")
        for _stop in range(known):
            self.keys.press("Tab")
        found = self._finish("Tab")
        self.keys.up("Shift")
        return found

    def _unfold(self):
        if not self._ask("stops.details().open"):  # it was open before
            self.keys.press("Enter")
        self._expect("stops.details().open", "does not open")
        if self._ask("stops.isMenu(stops.details())"):
            self.keys.press("Tab")
            self._expect("stops.details().contains(document.activeElement)", "does not lead into its menu")
            self.keys.press("Escape")
            self._expect("!stops.details().open", "does not close with Escape")
            self._expect(
                "document.activeElement === stops.details().querySelector('summary')", "does not get the focus back"
            )

    def _finish(self, key):
        for _stop in range(MORE):
            if self._ask("stops.kind()") == "over":
                break
            self.keys.press(key)
        return self._ask("stops.end()")

    def _expect(self, what, fault):
        self.page.evaluate(f"fault => stops.expect({what}, fault)", fault)

    def _ask(self, what):
        return self.page.evaluate(what)
