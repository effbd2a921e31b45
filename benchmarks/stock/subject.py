"""The stock pages, driven as a browser would: a reviewer's inbox, and his step."""

from collections import deque

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from .flows import StockFlow

OWN = 10  # open steps of the reviewer whose inbox is read
CHILD = (
    "INSERT INTO stock_appraisal (process_ptr_id, employee_name, statement, results_rating, behaviour_rating, reason,"
    " answer) VALUES (%s, %s, '', '', '', '', '')"
)
RATED = {"results_rating": "meets", "behaviour_rating": "above", "reason": "Sesuai bukti yang ada."}


class Subject:
    def __init__(self):
        self.employee = _user("employee")
        self.supervisor = _user("supervisor")
        self.reviewer = _user("reviewer")
        self.client = _client(self.supervisor)
        self.reader = _client(self.reviewer)
        self.waiting = deque()

    def prepare(self, open_steps, for_steps=0):
        """`open_steps` in all, OWN of them the reviewer's; `for_steps` cases at the supervisor's step."""
        have = Task.objects.filter(status=STATUS.ASSIGNED, flow_task_type="HUMAN").count()
        others = [_user(f"other_{n}") for n in range(100)]
        if not Task.objects.filter(owner=self.reviewer).exists():
            _open([self.reviewer] * OWN)
        _open([others[n % 100] for n in range(max(0, open_steps - OWN - have))])
        for _ in range(for_steps):
            self.waiting.append(self._case_at_review())
        return Task.objects.filter(status=STATUS.ASSIGNED).count()

    def step(self):
        process, task = self.waiting.popleft()
        path = f"/stock/{process}/supervisor_review/{task}/execute/"
        response = self.client.post(path, RATED)
        assert response.status_code == 302, response.status_code

    def inbox(self):
        response = self.reader.get("/stock/inbox/")
        assert response.status_code == 200

    def _case_at_review(self):
        with transaction.atomic():
            process = StockFlow.start.run(employee=self.employee, supervisor=self.supervisor, name="A")
        task = Task.objects.get(process=process, status=STATUS.ASSIGNED)
        with task.activation() as activation:
            activation.start(None)
            activation.execute()
        return process.pk, Task.objects.get(process=process, status=STATUS.ASSIGNED).pk


def _user(name):
    return User.objects.get_or_create(username=name, defaults={"is_superuser": True})[0]


def _client(user):
    client = Client()
    client.force_login(user)
    return client


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
