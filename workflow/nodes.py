"""Nodes on viewflow's core: people's steps with their outcomes, a vote, and what the flow does by itself."""

from dataclasses import dataclass, replace
from typing import Any, get_type_hints

from django.utils import timezone
from viewflow.this_object import this
from viewflow.workflow import nodes
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge
from viewflow.workflow.models import Task
from viewflow.workflow.signals import task_finished
from viewflow.workflow.status import PROCESS, STATUS

from appraisal import rules

from .models import Step

LAPSE = "lapse"


@dataclass(frozen=True)
class OneOf:
    """Where an outcome leads when the case itself decides: `pick(appraisal, at)` names one of the nodes."""

    pick: Any
    targets: tuple

    def resolve(self, flow):
        targets = tuple(this.resolve(flow, target) for target in self.targets)
        return OneOf(this.resolve(flow, self.pick), targets)

    def __call__(self, appraisal, at):
        name = self.pick(appraisal, at)
        return next(node for node in self.targets if node.name == name)


def one_of(pick, *targets):
    return OneOf(pick, targets)


@dataclass(frozen=True)
class Outcome:
    """One way to complete a step: what it does, and which node it opens (None: the vote's verdict)."""

    name: str
    does: Any
    leads_to: Any = None

    @property
    def form(self):
        """The shape of its data is the annotation of the action."""
        return get_type_hints(self.does)["data"]

    @property
    def targets(self):
        if isinstance(self.leads_to, OneOf):
            return self.leads_to.targets
        return (self.leads_to,) if self.leads_to else ()

    def next_node(self, act):
        if isinstance(self.leads_to, OneOf):
            return self.leads_to(act.subject, act.at)
        return self.leads_to

    def resolve(self, flow):
        if isinstance(self.leads_to, OneOf):
            return replace(self, leads_to=self.leads_to.resolve(flow))
        return replace(self, leads_to=this.resolve(flow, self.leads_to))


class HumanActivation(nodes.ViewActivation):
    """Its engine rows and steps wait on the case until `moving.settle` writes them, together with those of others."""

    __hash__ = object.__hash__  # the engine puts it in a set before its row has a key
    leads_to = None

    @classmethod
    def create(cls, node, previous, token, data=None, seed=None):
        """One engine row, and a step for each person."""
        process, case = previous.process, previous.process.case
        node.opens(case.act)
        case.came_to = node.new_task(process)
        case.act.change(case.appraisal, stage=node.name)
        case.opened = node.new_steps(case.came_to, case, at=case.act.at)
        return cls(case.came_to)

    def leave(self, leads_to):
        """Complete the engine row and open what comes next."""
        self.leads_to = leads_to
        self.start(None)
        self.execute()

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self):
        """As the engine does it, but for when and how the row is written."""
        self.task.finished = timezone.now()
        self.process.case.left = self.task
        task_finished.send(sender=self.flow_class, process=self.process, task=self.task)

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self):
        yield self.leads_to._create(self, self.task.token)


class Human(nodes.View):
    """A step that people complete, each with one of the outcomes it lists.

    `who(appraisal)` gives owner ids, `due(appraisal, opened_on)` the last local day or None, `grace(appraisal,
    due_on)` the last day before silence does what `lapse` says; `opens(act)` is done before the steps are written.
    """

    activation_class = HumanActivation

    def __init__(self, who, *, due, opens=None):
        super().__init__(view=None)
        self.who, self.due, self._opens = who, due, opens
        self.outcomes, self.grace, self.lateness = {}, None, None

    def outcome(self, name, does, leads_to=None):
        self.outcomes[name] = Outcome(name, does, leads_to)
        return self

    def lapse(self, does, leads_to=None, *, grace=None):
        """What silence does, once the due day and the grace have passed."""
        self.grace = grace or (lambda appraisal, due_on: due_on)
        return self.outcome(LAPSE, does, leads_to)

    def late(self, does):
        """What the system does, once, when the due day has passed and nothing lapses: the step stays open.

        `does(act, owner, due_on=, superior_of=)` records it and returns the ids of those who are told.
        """
        self.lateness = does
        return self

    @property
    def human_outcomes(self):
        """What a person can choose: everything but silence."""
        return {name: outcome for name, outcome in self.outcomes.items() if name != LAPSE}

    @property
    def silence(self):
        """What the system can choose, and nothing else."""
        return {name: outcome for name, outcome in self.outcomes.items() if name == LAPSE}

    def opens(self, act):
        if self._opens:
            self._opens(act)

    def new_task(self, process):
        return Task(process=process, flow_task=self, flow_task_type=self.task_type, status=STATUS.ASSIGNED)

    def new_steps(self, task, case, *, at):
        due_at, lapse_at = self.deadlines(case.appraisal, opened_at=at)
        return [
            Step(
                case=case, task=task, name=self.name, owner_id=person, opened_at=at,
                due_at=due_at, lapse_at=lapse_at,
            )
            for person in self.who(case.appraisal)
        ]  # fmt: skip

    def deadlines(self, appraisal, *, opened_at):
        """(due, lapse) as instants, or nothing while the day they count from has not come."""
        day = self.due(appraisal, rules.local_date(opened_at, appraisal.zone))
        if day is None:
            return None, None
        due_at = rules.last_second_of(day, appraisal.zone)
        if self.grace is None:
            return due_at, None
        return due_at, rules.end_of(self.grace(appraisal, day), appraisal.zone)

    def next_node(self, step, seats, act):
        """The node that the completed step opens; None while the part stays open."""
        return self.outcomes[step.outcome].next_node(act)

    def _resolve(self, flow):
        super()._resolve(flow)
        self.who, self.due = this.resolve(flow, self.who), this.resolve(flow, self.due)
        self.grace = this.resolve(flow, self.grace)
        self.outcomes = {name: outcome.resolve(flow) for name, outcome in self.outcomes.items()}

    def _outgoing(self):
        for outcome in self.outcomes.values():
            for target in outcome.targets:
                yield Edge(src=self, dst=target, edge_class="next", label=outcome.name)


class Vote(Human):
    """One node, a step per seat; open until the tally gives a verdict."""

    def __init__(self, who, *, due, tally, opens=None):
        super().__init__(who, due=due, opens=opens)
        self.tally, self.verdicts = tally, {}

    def verdict(self, name, does, leads_to):
        """`does` is an action, or a method of the flow that names one."""
        self.verdicts[name] = Outcome(name, does, leads_to)
        return self

    def next_node(self, step, seats, act):
        votes = {seat.owner_id: seat.outcome or None for seat in seats if seat.outcome != LAPSE}
        votes |= {seat.owner_id: None for seat in seats if seat.outcome == LAPSE}
        committee = act.subject.committee
        chair = committee and committee.chair_id
        name = self.tally(votes, chair=chair, closing=step.outcome == LAPSE)
        if name is None:
            return None
        verdict = self.verdicts[name]
        leads_to = verdict.next_node(act)
        verdict.does(act)
        return leads_to

    def _resolve(self, flow):
        super()._resolve(flow)
        self.verdicts = {name: verdict.resolve(flow) for name, verdict in self.verdicts.items()}
        self.verdicts = {
            name: replace(verdict, does=this.resolve(flow, verdict.does)) for name, verdict in self.verdicts.items()
        }

    def _outgoing(self):
        for verdict in self.verdicts.values():
            for target in verdict.targets:
                yield Edge(src=self, dst=target, edge_class="next", label=verdict.name)


class AtOnce:
    """An engine row written once, when it is already done: no second UPDATE, no savepoint."""

    __hash__ = object.__hash__  # the engine puts it in a set before it has a key

    @classmethod
    def create(cls, node, previous, token, data=None, seed=None):
        return cls(Task(process=previous.process, flow_task=node, flow_task_type=node.task_type))


class AutomaticActivation(AtOnce, nodes.FunctionActivation):
    @Activation.status.super()
    def activate(self):
        self.flow_task._func(self.process.case.act)


class Automatic(nodes.Function):
    """What the flow does by itself, within the act of the person who brought it here."""

    activation_class = AutomaticActivation


class EndActivation(AtOnce, nodes.EndActivation):
    @Activation.status.super()
    def activate(self):
        """The flow has one token, so nothing else can be open."""
        self.process.status, self.process.finished = PROCESS.DONE, self.process.case.act.at
        self.process.save(update_fields=["status", "finished"])


class End(nodes.End):
    activation_class = EndActivation
