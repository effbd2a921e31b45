"""An office whose unit is led by somebody and stands under the mayor, with as many rated people as are asked for."""

from appraisal.models import Appraisal, Predicate
from organization.models import Employee, User
from tests.office import NOW, Office
from tests.people import hold, make_post, make_unit, make_user
from workflow.start import start_in_bulk

RATINGS = {
    "very_good": ("above", "above"),
    "good": ("meets", "meets"),
    "needs_improvement": ("below", "meets"),
    "poor_misconduct": ("meets", "below"),
    "very_poor": ("below", "below"),
}


class Calibrated(Office):
    """`counts` of the five predicates, best first. `waits`: rated and not released yet."""

    def __init__(self, counts=(0, 0, 0, 0, 0), *, waits=False, **rules):
        super().__init__(**rules)
        self.waits = waits
        self.city = make_unit("Kota Padangsidimpuan")
        self.unit.parent = self.city
        self.unit.save()
        self.mayor = make_user("Wali Kota")
        top = make_post("Wali Kota", unit=self.city, kind="official")
        hold(self.mayor, top)
        self.head_post = make_post("Kepala Dinas", unit=self.unit, superior=top, kind="jpt")
        self.head = make_user("Kepala Dinas")
        Employee.objects.create(user=self.head, type="pns")
        hold(self.head, self.head_post)
        self.rate_people(counts)

    def rate_people(self, counts, unit=None, supervisor=None):
        """More people of the unit, each with the ratings that give his predicate."""
        start = User.objects.count()
        people = User.objects.bulk_create(
            User(username=f"staf-{start + n}", name=f"Staf {start + n}") for n in range(sum(counts))
        )
        appraisals = [self.unsaved(person) for person in people]
        for appraisal in appraisals:
            appraisal.unit = unit or self.unit
            appraisal.supervisor = supervisor or self.supervisor
        made = iter(self.launch_these(appraisals) if appraisals else [])
        rated = []
        for predicate, number in zip(Predicate.values, counts, strict=True):
            for _person in range(number):
                rated.append(self.rated(next(made), predicate))
        Appraisal.objects.bulk_update(
            rated, ["predicate", "results_rating", "behaviour_rating", "rating_reason", "stage", "released_at"]
        )
        return rated

    def launch_these(self, appraisals):
        return start_in_bulk(appraisals, by=self.hr, at=NOW)

    def rated(self, appraisal, predicate):
        appraisal.predicate = predicate
        appraisal.results_rating, appraisal.behaviour_rating = RATINGS[predicate]
        appraisal.rating_reason = "Sesuai bukti."
        appraisal.stage = "awaiting_release" if self.waits else "employee_response"
        appraisal.released_at = None if self.waits else NOW
        return appraisal
