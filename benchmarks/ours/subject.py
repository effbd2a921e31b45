"""Our pages, driven as a browser would: a reviewer's inbox, his step."""

import itertools
import re
from collections import deque
from html import unescape

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from workflow.models import Step
from workflow.steps import take_step

from .people import Office

OWN = 10  # open steps of the reviewer whose inbox is read
OTHERS = 100
HIDDEN = re.compile(r'<input type="hidden" name="(version|key|data|declares)" value="([^"]*)"')
RATED = {"results_rating": "meets", "behaviour_rating": "above", "reason": "Sesuai bukti yang ada."}


class Subject:
    def __init__(self):
        self.office = Office()
        self.client = _client(self.office.supervisor)
        self.reader = _client(self.office.reviewer)
        self.others = self.office.people(OTHERS)
        self.waiting = deque()
        self._open([self.office.reviewer] * OWN)

    def prepare(self, open_steps, for_steps=0):
        """`open_steps` in all, OWN of them the reviewer's; `for_steps` cases at the supervisor's step."""
        have = Step.objects.filter(completed_at=None).count()
        owners = itertools.cycle(self.others)
        self._open([next(owners) for _ in range(max(0, open_steps - have))])
        self.waiting.extend(self._at_review(for_steps))
        return Step.objects.filter(completed_at=None).count()

    def step(self):
        """The confirmation on the check page: everything is done here, as in the stock view's POST."""
        path, fields = self.waiting.popleft()
        response = self.client.post(path, fields)
        assert response.status_code == 302, response.status_code

    def inbox(self):
        response = self.reader.get(reverse("inbox"))
        assert response.status_code == 200, response.status_code

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

    def _at_review(self, count):
        """Cases with a self-assessment, and the reviewer's typed draft on the check page."""
        found = []
        for employee in self.office.people(count):
            appraisal = self.office.start([self.office.unsaved(employee, plan=self.office.plan_of(employee))])[0]
            step = Step.objects.get(case__appraisal=appraisal)
            take_step(step.pk, outcome="submit", data={"statement": "Selesai."}, by=employee, at=timezone.now())
            review = Step.objects.get(case__appraisal=appraisal, completed_at=None)
            found.append(self._check_page(review))
        return found

    def _check_page(self, step):
        typed = RATED | {"outcome": "submit", "do": "check"}
        page = self.client.post(reverse("step", args=[step.pk]), typed)
        assert page.status_code == 302, page.status_code
        found = HIDDEN.findall(self.client.get(page["Location"]).content.decode())
        hidden = {name: unescape(value) for name, value in found}
        return page["Location"], hidden | {"declared": "on"}


def _client(user):
    client = Client()
    client.force_login(user)
    return client
