"""Self-assessment, review, response: three people's views in a row, with viewflow's own lock."""

from viewflow import this
from viewflow.workflow import act, flow, lock
from viewflow.workflow.flow.views import UpdateProcessView

from .models import RATED, TOLD, Appraisal


class StockFlow(flow.Flow):
    process_class = Appraisal
    lock_impl = lock.select_for_update_lock

    start = flow.StartHandle(this.begin).Next(this.self_assessment)
    self_assessment = (
        flow.View(UpdateProcessView.as_view(fields=TOLD)).Assign(act.process.seed).Next(this.supervisor_review)
    )
    supervisor_review = (
        flow.View(UpdateProcessView.as_view(fields=RATED)).Assign(act.process.artifact).Next(this.employee_response)
    )
    employee_response = flow.View(UpdateProcessView.as_view(fields=["answer"])).Assign(act.process.seed).Next(this.end)
    end = flow.End()

    def begin(self, activation, *, employee, supervisor, name):
        process = activation.process
        process.seed, process.artifact, process.employee_name = employee, supervisor, name
        return process
