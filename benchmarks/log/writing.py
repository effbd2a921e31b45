"""A log as cases leave it: entries, payloads and versions of real acts, eight of them to each appraisal."""

from appraisal import events
from appraisal.models import Behaviour, Value
from audit import acts
from benchmarks.ours.people import Office

EACH = 1 + len(Value)  # entries of a stream
CASES = 2_000  # written at once
REASON = "Sesuai bukti yang ada pada rencana triwulan ini."


class Writer:
    """Writes appraisals, each opened and then told of value by value: every entry has a payload and one version."""

    def __init__(self):
        self.office, self.cases = Office(), 0
        self.employees = self.office.people(100)

    def write(self, entries):
        """That many or a few more, for no stream ends early; how many there are."""
        cases = -(-entries // EACH)
        for first in range(0, cases, CASES):
            self._write_cases(min(CASES, cases - first))
        return cases * EACH

    def _write_cases(self, count):
        appraisals = [self._unsaved() for _ in range(count)]
        acts.write(*(self._act(appraisal, events.OPENED, appraisal) for appraisal in appraisals))
        for value in Value:
            told = [(appraisal, Behaviour(appraisal=appraisal, value=value, note=REASON)) for appraisal in appraisals]
            acts.write(*(self._act(appraisal, events.SELF_ASSESSED, row) for appraisal, row in told))

    def _unsaved(self):
        self.cases += 1
        segment, place = divmod(self.cases, len(self.employees))
        appraisal = self.office.unsaved(self.employees[place])
        appraisal.segment, appraisal.stage = segment, "self_assessment"
        return appraisal

    def _act(self, appraisal, event, row):
        act = acts.Act(appraisal, by=self.office.employee, at=self.office.at, reason=REASON)
        act.add(row)
        act.record(event)
        return act
