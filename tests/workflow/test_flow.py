"""Every path of the table, and that stage, steps and engine always agree."""

import pytest
from viewflow.workflow.models import Task

from tests.office import DAY, NOW
from workflow.models import Step

CALM = ["submit", "submit", "acknowledge", "endorse", "endorse"]
CONTESTED = ["submit", "submit", "object", "submit", "change", "endorse", "endorse"]
ASKED = ["submit", "submit", "object", "submit", "ask", "submit", "change", "endorse", "endorse"]
DISMISSED = ["submit", "return", "submit", "submit", "object", "submit", "dismiss", "endorse", "endorse"]
REFUSED = ["submit", "submit", "refuse", "object", "submit", "dismiss", "endorse", "endorse"]
SENT_BACK = ["submit", "submit", "acknowledge", "return", "return", *CALM[1:]]


@pytest.mark.parametrize("path", [CALM, CONTESTED, ASKED, DISMISSED, REFUSED, SENT_BACK])
def test_a_path_ends_final_and_everything_agrees_at_each_step(office, path):
    for outcome in path:
        office.take(outcome, at=NOW + (4 * DAY if outcome in ("dismiss", "endorse") else 0 * DAY))
        check_agreement(office.appraisal)
    assert office.stage() == "final"
    assert office.appraisal.is_final
    assert office.appraisal.predicate == "good"


def check_agreement(appraisal):
    appraisal.refresh_from_db()
    case = appraisal.case
    names = set(Step.objects.filter(case=case, completed_at=None).values_list("name", flat=True))
    engine = {task.flow_task.name for task in Task.objects.filter(process=case.process, finished=None)}
    case.process.refresh_from_db()
    if appraisal.stage in ("final", "cancelled"):
        status = {"final": "DONE", "cancelled": "CANCELED"}[appraisal.stage]
        assert (names, engine, case.process.status) == (set(), set(), status)
    else:
        assert names == engine == {appraisal.stage}
