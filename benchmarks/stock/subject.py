"""The stock pages, driven as a browser would: a reviewer's inbox, and each person's step."""

from collections import defaultdict, deque

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from benchmarks.browser import Browser

from .flows import StockFlow
from .models import INDICATORS, VALUES

OWN = 10  # open steps of the reviewer whose inbox is read
CHILD = (
    "INSERT INTO stock_appraisal (process_ptr_id, employee_name, note_1, note_2, note_3, value_1, value_2, value_3,"
    " value_4, value_5, value_6, value_7, statement, results_rating, behaviour_rating, reason, answer)"
    " VALUES (%s, %s, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '')"
)
TYPED = {
    "self_assessment": {
        **{f"actual_{n}": "9.50" for n in range(1, INDICATORS + 1)},
        **{f"note_{n}": "Sesuai laporan." for n in range(1, INDICATORS + 1)},
        **{f"value_{n}": "Melayani setiap hari." for n in range(1, VALUES + 1)},
        "statement": "Selesai.",
    },
    "supervisor_review": {"results_rating": "meets", "behaviour_rating": "above", "reason": "Sesuai bukti yang ada."},
    "employee_response": {"answer": "acknowledge"},
}


class Subject:
    def __init__(self):
        people = {name: _user(name) for name in ("employee", "supervisor", "reviewer")}
        self.employee, self.supervisor, self.reviewer = people.values()
        self.browsers = {name: Browser(person) for name, person in people.items()}
        self.waiting = defaultdict(deque)

    def prepare(self, open_steps):
        """`open_steps` in all, OWN of them the reviewer's."""
        have = Task.objects.filter(status=STATUS.ASSIGNED, flow_task_type="HUMAN").count()
        others = [_user(f"other_{n}") for n in range(100)]
        if not Task.objects.filter(owner=self.reviewer).exists():
            _open([self.reviewer] * OWN)
        _open([others[n % 100] for n in range(max(0, open_steps - OWN - have))])

    def queue(self, how, name, count):
        """As many cases at that step for `step` or `way`, each with its page open."""
        for _ in range(count):
            path, browser = self._case_at(name), self._browser(name)
            browser.get(path)
            self.waiting[how, name].append((browser, path, TYPED[name]))

    def step(self, name):
        browser, path, typed = self.waiting["step", name].popleft()
        browser.send(path, typed)

    def way(self, name):
        """From the page to the step taken."""
        browser, path, typed = self.waiting["way", name].popleft()
        browser.get(path)
        browser.send(path, typed)

    def inbox(self):
        self.browsers["reviewer"].get("/stock/inbox/")

    def _browser(self, name):
        return self.browsers["supervisor" if name == "supervisor_review" else "employee"]

    def _case_at(self, name):
        """The address of an open step, after those before it were taken."""
        with transaction.atomic():
            process = StockFlow.start.run(employee=self.employee, supervisor=self.supervisor, name="A")
        for before in TYPED:
            path = f"/stock/{process.pk}/{before}/{process.task_set.get(status=STATUS.ASSIGNED).pk}/execute/"
            if before == name:
                return path
            self._browser(before).get(path)
            self._browser(before).send(path, TYPED[before])


def _user(name):
    return User.objects.get_or_create(username=name, defaults={"is_superuser": True})[0]


def _open(owners):
    """Rows as the engine would write them; the child model cannot be created in bulk, so its table is filled beside."""
    now = timezone.now()
    with transaction.atomic():
        processes = Process.objects.bulk_create([Process(flow_class=StockFlow) for _ in owners], 5_000)
        with connection.cursor() as cursor:
            cursor.executemany(CHILD, [[process.pk, "A"] for process in processes])
        Task.objects.bulk_create(
            [
                Task(
                    process_id=process.pk, flow_task=StockFlow.supervisor_review, flow_task_type="HUMAN",
                    status=STATUS.ASSIGNED, owner=owner, created=now,
                )
                for process, owner in zip(processes, owners, strict=True)
            ],
            5_000,
        )  # fmt: skip
