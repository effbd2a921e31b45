"""Which members may not vote on a case, found in the rows: kin they declared, units they lead, texts that name them."""

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.fields import TextField

from appraisal import rules
from appraisal.models import (
    Appraisal,
    Behaviour,
    Determination,
    Dissent,
    Feedback,
    Ground,
    KinDeclaration,
    Result,
    Statement,
)
from organization.models import Assignment, Post

WORDS = {
    Result: "note", Behaviour: "note", Feedback: "text", Ground: "reason", Statement: "text", Determination: "reason",
}  # fmt: skip
OWN_WORDS = ("statement", "rating_reason")
PARTIES = ("employee", "supervisor", "second_level")


def kin_of(member, parties):
    """Whether a standing declaration of the member names one of the parties; each a value or an OuterRef."""
    named = Q()
    for party in parties:
        named |= Q(relative=party)
    return Exists(KinDeclaration.objects.standing().filter(named, member=member))


def leads(member, *, unit, cycle, starts_on, day):
    """Whether the member leads the unit, or led it since the period began, or rates somebody of it in this period.

    To lead is to hold one of its posts that has one holder only (official, JPT, administrator, pengawas), definitive
    or acting. Each argument a value or an OuterRef.
    """
    held = Assignment.objects.filter(Q(to_date=None) | Q(to_date__gte=starts_on), from_date__lte=day, holder=member)
    rated = Appraisal.objects.filter(cycle=cycle, unit=unit, supervisor=member)
    return Q(Exists(held.filter(post__unit=unit, post__kind__in=Post.SINGLE_HOLDER))) | Q(Exists(rated))


def conflicts_of(person, appraisals, *, day):
    """{appraisal id: why this person may not vote on it} of those where he may not; one statement, or two."""
    found = Appraisal.objects.filter(pk__in=[one.pk for one in appraisals]).annotate(
        is_kin=kin_of(person, [OuterRef(party) for party in PARTIES]),
        leads=leads(
            person, unit=OuterRef("unit"), cycle=OuterRef("cycle"), starts_on=OuterRef("cycle__starts_on"), day=day
        ),
    )
    rows = {pk: facts for pk, *facts in found.values_list("pk", "is_kin", "leads")}
    asked = [one for one in appraisals if "named" in one.policy.committee.conflicts]
    texts = texts_of([one.pk for one in asked]) if asked else {}
    kinds = {
        one.pk: rules.recusal_kind(
            one.policy.committee.conflicts,
            is_party=person.pk in one.party_ids(),
            is_kin=rows[one.pk][0],
            leads=rows[one.pk][1],
            is_named=rules.is_named(person.name, texts.get(one.pk, [])),
        )
        for one in appraisals
    }
    return {pk: kind for pk, kind in kinds.items() if kind}


def named_in(appraisal, people):
    """Those of the people whose name stands in what is said in the case; one statement."""
    texts = texts_of([appraisal.pk]).get(appraisal.pk, [])
    return [person for person in people if rules.is_named(person.name, texts)]


def texts_of(appraisal_ids):
    """{appraisal id: [every text that both sides put into the case]}; one statement."""
    own = [_as_text(Appraisal.objects.filter(pk__in=appraisal_ids), "pk", name) for name in OWN_WORDS]
    rest = [
        _as_text(model.objects.filter(appraisal__in=appraisal_ids), "appraisal", name) for model, name in WORDS.items()
    ]
    found = {}
    for pk, _place, text in own[0].union(*own[1:], *rest, all=True):
        found.setdefault(pk, []).append(text)
    return found


def _as_text(rows, key, name):
    said = rows.exclude(**{name: ""}).order_by().annotate(said_in=Value(name, output_field=TextField()))
    return said.values_list(key, "said_in", name)


def dissents(appraisal):
    """Every dissenting opinion, oldest first."""
    return list(Dissent.objects.filter(appraisal=appraisal).select_related("member").order_by("pk"))
