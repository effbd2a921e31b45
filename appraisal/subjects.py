"""What the log says of appraisals, plans, cycles and committees: names of their streams, and how a search finds them."""

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from audit.registry import register_subject, register_topics

from .models import Appraisal, Calendar, Committee, Cycle, KinDeclaration, Plan, Policy, UnitRating
from .permissions import sight_of

OF_UNIT = "assignments__post__unit"


def register_subjects():
    register_subject(
        Appraisal,
        visible_to=Appraisal.objects.visible_to,
        url_name="appraisal",
        title=_("Penilaian"),
        person="employee",
        unit="unit",
        name="cycle__name",
        sights=sights_on,
        related=streams_beside,
    )
    register_subject(
        Plan,
        visible_to=Plan.objects.visible_to,
        url_name="plan",
        title=_("SKP"),
        person="employee",
        unit=f"employee__{OF_UNIT}",
        name="cycle__name",
    )
    register_subject(
        Committee,
        visible_to=Committee.objects.visible_to,
        url_name="committee",
        title=_("Komite"),
        name=_in_period("name"),
        unit="unit",
        people=("chair", "seats__member"),
    )
    register_subject(Cycle, title=_("Periode"), name="name")
    register_subject(Policy, title=_("Kebijakan"), name="title")
    register_subject(Calendar, url_name="calendar", title=_("Kalender"), name="year")
    register_subject(
        KinDeclaration,
        visible_to=KinDeclaration.objects.visible_to,
        title=_("Pernyataan hubungan keluarga"),
        person="member",
    )
    register_subject(
        UnitRating,
        visible_to=UnitRating.objects.visible_to,
        url_name="unit_rating",
        title=_("Capaian unit"),
        name=_in_period("unit__name"),
        unit="unit",
        people=("set_by", "recorded_by", "justification__author"),
    )
    register_topics(
        unitrating=_("Capaian unit dan kalibrasi"),
        appraisal=_("Penilaian"),
        plan=_("SKP"),
        cycle=_("Periode penilaian"),
        policy=_("Kebijakan"),
        calendar=_("Kalender"),
        committee=_("Komite"),
        kin=_("Hubungan keluarga"),
    )


def _in_period(path):
    """Each period has one that is called so."""
    return Concat(path, Value(", "), "cycle__name")


def sights_on(keys, viewer, purpose):
    """What somebody may see of the content of these appraisals in the log: the same as on their pages."""
    found = Appraisal.objects.with_people().in_bulk(keys)
    return {pk: sight_of(appraisal, viewer, purpose=purpose) for pk, appraisal in found.items()}


def streams_beside(pk):
    """The streams that tell of the same work: its plan, the editions before and after."""
    found = Appraisal.objects.filter(pk=pk).values_list("plan", "supersedes", "superseded_by").first()
    plan, earlier, later = found or (None, None, None)
    appraisals = [f"appraisal:{one}" for one in (earlier, later) if one]
    return [*([f"plan:{plan}"] if plan else []), *appraisals]
