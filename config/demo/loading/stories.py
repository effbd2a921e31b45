"""Cases under way, each told through the door with the texts and dates its people would have chosen."""

import datetime
from itertools import cycle as endless

from appraisal.models import Appraisal, Indicator, Value
from config.demo import texts
from config.demo.loading.filing import DEEDS, file
from config.demo.loading.units import explained_by_its_head, set_by_its_leader, set_where_shown, units_ahead
from config.demo.plans import PlannedIndicator, actual_for, setting_of
from workflow import beside
from workflow.launch import launch_cycle
from workflow.models import Step
from workflow.steps import take_step

DAY = datetime.timedelta(days=1)
EARLIER_OPEN, TOGETHER_OPEN, CURRENT_OPEN = 95 * DAY, 45 * DAY, 9 * DAY  # before the day of the demo
# (days ago, what happens); "open" is the receipt, everything else an outcome at the open step
SELF, RELEASE = (80, "submit"), (50, "submit")
CALM = [SELF, RELEASE, (46, "open"), (44, "acknowledge")]
FRESH = [(40, "submit"), (14, "submit"), (11, "open")]
STORIES = {
    "final": [*CALM, (30, "endorse"), (29, "endorse"), (28, "endorse")],
    "final_dissent": [
        *CALM, (30, "return"), *[(n, "endorse") for n in (29.9, 29, 28.5)], (28, "dissent"),
    ],
    "final_changed": [
        *CALM[:3], (42, "object"), (39, "submit"), (33, "change"), *[(n, "endorse") for n in (30, 29, 28)],
    ],
    "final_dismissed": [
        *CALM[:3], (42, "object"), (39, "submit"), (37, "reply"), (33, "dismiss"),
        *[(n, "endorse") for n in (30, 29, 28)],
    ],
    "final_returned": [
        SELF, (75, "return"), (72, "submit"), RELEASE, (46, "open"), (44, "acknowledge"),
        *[(n, "endorse") for n in (30, 29, 28)],
    ],
    "late_review": [SELF],
    "unopened": [SELF, (20, "submit")],
    "opened": FRESH,
    "refused": [*FRESH, (8, "refuse")],
    "statement": [*FRESH, (4, "object")],
    "decision_waiting": [*FRESH, (6, "object"), (1, "submit")],
    "decision_ready": [*FRESH, (9, "object"), (6, "submit"), (5, "reply")],
    "question": [*FRESH, (9, "object"), (6, "submit"), (1, "ask")],
    "committee": [*FRESH, (5, "acknowledge")],
    "committee_begun": [*FRESH, (6, "acknowledge"), (2, "endorse")],
    "committee_determined": [*FRESH, (10, "object"), (8, "submit"), (5, "change")],
    "cancelled": [SELF, (30, "cancel")],
}  # fmt: skip
TEAM = ["statement", "decision_ready", "committee", "unopened", "opened", "question", "late_review", "refused"]
OTHERS = [
    "final", "committee_determined", "final_dissent", "decision_waiting", "late_review", "final_changed", "committee_begun",
    "final_returned", "opened", "final_dismissed", "refused", "committee", "unopened", "final", "cancelled",
]  # fmt: skip
SENDS = ("submit", "object")  # with these goes what was attached
FILING = 3  # of the team
SPREAD = [  # ratings of results that wait for each other: more good ones than the guidance has
    ("above", "above"), ("meets", "meets"), ("above", "meets"), ("meets", "above"), ("above", "above"), ("below", "meets"),
    ("meets", "meets"), ("above", "above"), ("meets", "below"), ("below", "below"),
]  # fmt: skip
RATINGS = {"above": ("above", "meets"), "meets": ("meets", "meets"), "below": ("below", "meets")}


class Stories:
    """The earlier period ran as a pilot in one agency; the current one is open for the whole city.

    What is going to happen is drawn first; then everything happens in the order of its time.
    """

    def __init__(self, cast, *, rng, at):
        self.cast, self.rng, self.at = cast, rng, at
        self.count, self.ahead = 0, []
        self.filing = {person.pk for person in (cast.employee, *cast.team[:FILING])}  # who attach evidence

    def open_earlier(self, period):
        pilot = [self.cast.employee, *self.cast.team, *self.cast.neighbours]
        self._open(period, self.at - EARLIER_OPEN, only={user.pk for user in pilot})
        self._draw(period, self.cast.employee, STORIES["final_changed"])
        for person, story in zip(self.cast.team, endless(TEAM), strict=False):
            self._draw(period, person, STORIES[story])
        for person, story in zip(pilot[1 + len(self.cast.team) :], endless(OTHERS), strict=False):
            self._draw(period, person, STORIES[story])

    def open_together(self, period, rng):
        """Rated, each with a predicate of its own; two were changed since; the last one is still to be rated."""
        people = self.cast.agency
        self._open(period, self.at - TOGETHER_OPEN, only={person.pk for person in people})
        for n, (person, ratings) in enumerate(zip(people, endless(SPREAD), strict=False)):
            steps = [(rng.randint(22, 34), "submit"), (rng.randint(5, 19), "submit")]
            revised = [(3, "revise")] * (n in (1, 4))
            self._draw(period, person, (steps + revised)[: 1 if n == len(people) - 1 else None], rng, ratings)
        self.plan([(self.at - 2 * DAY, set_where_shown(period, self.cast.hr_admin))])

    def open_current(self, period):
        """Some have sent their self-assessment: so every reviewer has work."""
        self._open(period, self.at - CURRENT_OPEN)
        for person in [self.cast.team[0], self.cast.team[1], *self.cast.neighbours[:6]]:
            self._draw(period, person, [(self.rng.randint(1, 5), "submit")])
        self._open_units(period)

    def _open_units(self, period):
        """Some units are ahead: calibration has something to show, over its guidance and within."""
        cast = [*self.cast.accounts().values(), *self.cast.team, *self.cast.neighbours]
        for place, (word, people, unit) in enumerate(units_ahead(period, but=cast)):
            for person, ratings in people:
                self._draw(period, person, [(6, "submit"), (3, "submit")], ratings=ratings)
            self.plan([(self.at - 2 * DAY, set_by_its_leader(period, unit, word, self.cast.hr_admin))])
            if place == 0:
                self.plan([(self.at - DAY, explained_by_its_head(period, unit))])

    def plan(self, deeds):
        """[(moment, what happens then)]: of no case alone."""
        self.ahead += [(at, None, None, happen) for at, happen in deeds]

    def tell_until(self, at):
        """What happens before a moment, across all cases."""
        self.ahead.sort(key=lambda drawn: drawn[0])
        while self.ahead and self.ahead[0][0] < at:
            self._happen(*self.ahead.pop(0))

    def _open(self, period, at, only=None):
        self.count += len(launch_cycle(period, by=self.cast.hr_admin, at=at, only=only).appraisals)

    def _draw(self, period, person, steps, rng=None, ratings=None):
        rows = Appraisal.objects.filter(cycle=period, employee=person)
        if appraisal := rows.select_related("employee", "supervisor", "second_level").first():
            writer = Writer(appraisal, rng or self.rng, ratings)
            for days, what in steps:
                at = self.at - days * DAY + datetime.timedelta(minutes=writer.rng.randint(-240, 180))
                self.ahead.append((at, appraisal, writer, what))
                if person.pk in self.filing and what in SENDS:
                    self._draw_files(at, appraisal, writer)

    def _draw_files(self, at, appraisal, writer):
        """A little before something is sent, each file at a time of its own."""
        for n in range(DEEDS):
            when = at - datetime.timedelta(minutes=8 * (DEEDS - n))
            self.ahead.append((when, appraisal, writer, ("file", n)))

    def _happen(self, at, appraisal, writer, what):
        if callable(what):
            what(at)
        elif what[0] == "file":
            if step := self._open_step(appraisal):
                file(appraisal, writer, step.name, what[1], at)
        elif what == "cancel":
            reason = texts.cancel_reason(self.rng)
            beside.cancel(appraisal.pk, reason=reason, by=self.cast.hr_admin, at=at)
        elif what == "reply":
            text = texts.reply(self.rng, writer.statement)
            beside.reply(appraisal.pk, text=text, by=appraisal.employee, at=at)
        elif what == "dissent":
            [vote] = appraisal.votes.filter(choice="return").select_related("member")
            beside.dissent(appraisal.pk, text=texts.dissent(self.rng), by=vote.member, at=at)
        elif what == "revise":
            beside.revise(appraisal.pk, data=writer.revision(), by=appraisal.supervisor, at=at)
        else:
            self._step(appraisal, writer, what, at)

    def _step(self, appraisal, writer, what, at):
        step = self._open_step(appraisal)
        if step is None:  # the committee had decided before
            return
        beside.mark_seen(step.pk, by=step.owner, at=at)
        if what == "open":
            beside.receive_result(step.pk, by=appraisal.employee, at=at)
        else:
            take_step(step.pk, outcome=what, data=writer.data(step.name, what), by=step.owner, at=at)

    def _open_step(self, appraisal):
        steps = Step.objects.filter(case__appraisal=appraisal, completed_at=None)
        return steps.select_related("owner").order_by("pk").first()


class Writer:
    """The `data` of each outcome, in the words of one case."""

    def __init__(self, appraisal, rng, ratings=None):
        self.rng, self.statement = rng, ""
        desks = appraisal.employee.assignments.filter(kind="definitive")
        self.setting = setting_of(*desks.values_list("post__title", "post__kind").first())
        self.level = ratings[0] if ratings else rng.choices(["above", "meets", "below"], [3, 6, 1])[0]
        self.ratings = ratings or RATINGS[self.level]
        rows = Indicator.objects.filter(planned_result__plan=appraisal.plan_id).order_by("pk")
        self.indicators = {row.pk: _as_planned(row) for row in rows}
        reached = {"above": "achieved", "meets": "achieved", "below": "missed"}[self.level]
        self.actuals = {
            pk: actual_for(line, rng.choices([reached, "partly"], [4, 1])[0], rng)
            for pk, line in self.indicators.items()
        }

    def data(self, step, outcome):
        return getattr(self, f"_{step}_{outcome}", self._reason)(step, outcome)

    def _reason(self, step, outcome):
        write = {
            "return": texts.return_reason,
            "refuse": texts.refusal_reason,
            "dismiss": texts.dismiss_reason,
            "abstain": texts.abstain_reason,
        }[outcome]
        return {"reason": write(self.rng)}

    def _self_assessment_submit(self, step, outcome):
        results = [
            {
                "indicator": pk,
                "actual": str(self.actuals[pk]),
                "note": texts.indicator_note(self.rng, line, self.actuals[pk]),
            }
            for pk, line in self.indicators.items()
        ]
        behaviours = [
            {"value": value, "note": texts.behaviour_note(self.rng, value, self.setting)} for value in Value.values
        ]
        return {"results": results, "behaviours": behaviours, "statement": texts.closing_statement(self.rng)}

    def _supervisor_review_submit(self, step, outcome):
        results, behaviour = self.ratings
        feedback = [
            {"subject": f"indicator:{pk}", "text": texts.indicator_feedback(self.rng, line, self.actuals[pk])}
            for pk, line in self.indicators.items()
        ]
        reason = texts.rating_reason(self.rng, results, behaviour)
        return {"results_rating": results, "behaviour_rating": behaviour, "reason": reason, "feedback": feedback}

    def revision(self):
        """A step down or up from what was rated, with why."""
        results, _behaviour = self.ratings
        now = ("above" if results == "meets" else "meets", "meets")
        reason = texts.rating_reason(self.rng, *now)
        return {"results_rating": now[0], "behaviour_rating": now[1], "reason": reason}

    def _employee_response_acknowledge(self, step, outcome):
        return {}

    def _employee_response_object(self, step, outcome):
        pk, line = next(iter(self.indicators.items()))
        grounds = [
            {"subject": "behaviour_rating", "reason": texts.behaviour_ground(self.rng)},
            {"subject": f"indicator:{pk}", "reason": texts.indicator_ground(self.rng, line.name)},
        ]
        return {"grounds": grounds}

    def _committee_vote_return(self, step, outcome):
        return {"reason": texts.committee_return_reason(self.rng)}

    def _supervisor_statement_submit(self, step, outcome):
        self.statement = texts.supervisor_statement(self.rng)
        return {"statement": self.statement}

    def _objection_decision_change(self, step, outcome):
        results, _behaviour = RATINGS[self.level]
        reason = texts.change_reason(self.rng)
        return {"results_rating": results, "behaviour_rating": "above", "reason": reason}

    def _objection_decision_ask(self, step, outcome):
        return {"to": "supervisor", "question": texts.clarification_question(self.rng, "supervisor")}

    def _committee_vote_endorse(self, step, outcome):
        return {"note": texts.endorse_note(self.rng)}


def _as_planned(row):
    return PlannedIndicator(row.aspect, row.name, row.target, row.unit, row.direction, row.source)
