"""Our pages, driven as a browser would: a reviewer's inbox, and each person's step."""

import itertools
import re
from collections import defaultdict, deque
from html import unescape

from django.urls import reverse
from django.utils import timezone

from appraisal.models import Value
from benchmarks.browser import Browser
from workflow.models import Step
from workflow.steps import take_step

from .people import Office

OWN = 10  # open steps of the reviewer whose inbox is read
OTHERS = 100
HIDDEN = re.compile(r'<input type="hidden" name="(version|key|data|declares)" value="([^"]*)"')
RATED = {"results_rating": "meets", "behaviour_rating": "above", "reason": "Sesuai bukti yang ada."}
OUTCOMES = {"self_assessment": "submit", "supervisor_review": "submit", "employee_response": "acknowledge"}


class Subject:
    def __init__(self):
        self.office = Office()
        self.supervisor = Browser(self.office.supervisor)
        self.reader = Browser(self.office.reviewer)
        self.others = self.office.people(OTHERS)
        self.waiting = defaultdict(deque)
        self._open([self.office.reviewer] * OWN)

    def prepare(self, open_steps):
        """`open_steps` in all, OWN of them the reviewer's."""
        have = Step.objects.filter(completed_at=None).count()
        owners = itertools.cycle(self.others)
        self._open([next(owners) for _ in range(max(0, open_steps - have))])

    def queue(self, how, name, count):
        """As many cases at that step for `step` or `way`, each with its page open, or its check page."""
        for employee in self.office.people(count):
            step = self._case_at(name, employee)
            browser = self.supervisor if name == "supervisor_review" else Browser(employee)
            form = browser, reverse("step", args=[step.pk]), self._typed(step)
            browser.get(form[1])
            if name == "employee_response":
                browser.send(reverse("step-receive", args=[step.pk]), {})
            self.waiting[how, name].append(form if how == "way" else (browser, *_check_page(*form)))

    def step(self, name):
        """The confirmation on the check page: everything is done here, as in the stock view's POST."""
        browser, path, fields = self.waiting["step", name].popleft()
        browser.send(path, fields)

    def way(self, name):
        """From the page to the step taken: the form, its rehearsal, the check page, the confirmation."""
        browser, path, typed = self.waiting["way", name].popleft()
        browser.get(path)
        browser.send(*_check_page(browser, path, typed))

    def inbox(self):
        self.reader.get(reverse("inbox"))

    def _open(self, owners, batch=5_000):
        """Cases whose open step (the employee's own) belongs to the owners."""
        for first in range(0, len(owners), batch):
            some = owners[first : first + batch]
            appraisals = [self.office.unsaved(person) for person in self.office.people(len(some))]
            self.office.start(appraisals)
            steps = list(Step.objects.filter(case__appraisal__in=appraisals).order_by("pk"))
            for step, owner in zip(steps, some, strict=True):
                step.owner = owner
            Step.objects.bulk_update(steps, ["owner"], 2_000)

    def _case_at(self, name, employee):
        """The open step of a new case, after those before it were taken."""
        appraisal = self.office.start([self.office.unsaved(employee, plan=self.office.plan_of(employee))])[0]
        steps = Step.objects.filter(case__appraisal=appraisal, completed_at=None)
        done = {"self_assessment": (employee, {"statement": "Selesai."}), "supervisor_review": (None, RATED)}
        while (step := steps.get()).name != name:
            by, data = done[step.name]
            take_step(step.pk, outcome="submit", data=data, by=by or self.office.supervisor, at=timezone.now())
        return step

    def _typed(self, step):
        typed = {"outcome": OUTCOMES[step.name], "do": "check"}
        if step.name == "supervisor_review":
            return typed | RATED
        if step.name == "self_assessment":
            for indicator in self.office.indicators_of(step.owner):
                typed |= {f"actual-{indicator}": "9,50", f"note-{indicator}": "Sesuai laporan."}
            typed |= {f"value-{value}": "Melayani setiap hari." for value in Value.values} | {"statement": "Selesai."}
        return typed


def _check_page(browser, path, typed):
    """Where what was typed is shown again, and what that page sends."""
    path = browser.send(path, typed)
    hidden = {name: unescape(value) for name, value in HIDDEN.findall(browser.get(path))}
    return path, hidden | {"declared": "on"}
