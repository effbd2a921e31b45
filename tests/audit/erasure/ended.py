"""A contested case that is over, full of words of all its people; what an order does to it is told by others."""

import datetime
from itertools import count

from django.db import connection, transaction

from audit.erasure.erasing import erase, hold
from audit.models import Entry
from audit.seal import seal_all
from audit.verification import verify
from organization.models import User
from tests.audit.verification.attacks import KEY
from tests.office import DAY, NOW, Office
from workflow import beside

MINUTE = datetime.timedelta(minutes=1)
LETTER = {"basis": "Putusan PTUN 12/G/2026", "letter_no": "800/1"}
BY_HAND = (  # what the office's set-up writes without an act
    "organization_", "appraisal_historicalcycle", "appraisal_cycle", "appraisal_historicalpolicy", "appraisal_policy",
    "appraisal_committee", "appraisal_historicalcommittee", "appraisal_plan", "appraisal_historicalplan",
    "appraisal_indicator", "appraisal_historicalindicator", "appraisal_seat", "appraisal_historicalseat",
)  # fmt: skip
SAID = {  # event -> words that only it brought in
    "self_assessed": "pernyataan mandiri sangat pribadi",
    "review_released": "alasan rating sangat pribadi",
    "objected": "keberatan sangat pribadi",
    "statement_made": "penjelasan sangat pribadi",
    "replied": "balasan sangat pribadi",
    "rating_changed": "putusan sangat pribadi",
    "vote_cast": "suara sangat pribadi",
}


class Ended(Office):
    """`numbers` finds its entries; `stream` is its own."""

    def __init__(self):
        super().__init__()
        User.objects.create(username="inspector2", name="Dame Manurung", roles=["inspector"])
        minutes = (NOW + n * MINUTE for n in count(1))  # each act has a moment of its own
        grounds = [{"subject": "results_rating", "reason": SAID["objected"]}]
        changed = {"results_rating": "above", "behaviour_rating": "meets", "reason": SAID["rating_changed"]}
        for outcome, data in [
            ("submit", self.data("self_assessment", "submit") | {"statement": SAID["self_assessed"]}),
            ("submit", self.data("supervisor_review", "submit") | {"reason": SAID["review_released"]}),
            ("object", {"grounds": grounds}),
            ("submit", {"statement": SAID["statement_made"]}),
        ]:
            self.take(outcome, data, at=next(minutes))
        beside.reply(self.appraisal.pk, text=SAID["replied"], by=self.employee, at=next(minutes))
        votes = [("abstain", {"reason": SAID["vote_cast"]}), ("endorse", {}), ("endorse", {})]
        for outcome, data in [("change", changed), *votes]:
            self.take(outcome, data, at=next(minutes))
        assert self.stage() == "final"
        self.stream = f"appraisal:{self.appraisal.pk}"

    @property
    def other_inspector(self):
        return User.objects.get(username="inspector2")

    def numbers(self, *events):
        """Of all entries whose content may go, or of these events."""
        found = Entry.objects.filter(stream=self.stream, payload__data__isnull=False).order_by("n")
        if events:
            found = found.filter(event__in=[f"appraisal.{event}" for event in events])
        return list(found.filter(event__startswith="appraisal.").values_list("n", flat=True))

    def order(self, *numbers, at=NOW + DAY):
        """Erase at once, as the worker does."""
        facts = LETTER | {"agreed_by": str(self.inspector.pseudonym)}
        with transaction.atomic():
            return erase(hold(self.stream), list(numbers), by=self.hr, at=at, **facts)


def everything_kept():
    """Every text that the database holds."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def findings():
    """What a check of the whole log finds, besides what the set-up wrote without an act."""
    seal_all(KEY, NOW)
    found = verify([KEY.verifier], at=NOW).findings
    return [str(finding) for finding in found if not str(finding.where).startswith(BY_HAND)]
