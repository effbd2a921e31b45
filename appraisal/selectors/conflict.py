"""Which members may not vote on a case, found in the rows: kin they declared, units they lead, texts that name them."""

import re

from django.db import connection
from django.db.models import Value
from django.db.models.fields import TextField

from appraisal import rules
from appraisal.models import (
    Appraisal,
    Behaviour,
    Determination,
    Dissent,
    Evidence,
    Feedback,
    Ground,
    Result,
    Statement,
)
from organization.models import Post

WORDS = {
    Result: "note", Behaviour: "note", Feedback: "text", Ground: "reason", Statement: "text", Determination: "reason",
}  # fmt: skip
SINGLE_HOLDER = ", ".join(f"'{kind}'" for kind in Post.SINGLE_HOLDER)
OF_FILES = ("name", "note")
BETWEEN = re.compile(r"[-_.]+")  # what stands for a blank in the name of a file
OWN_WORDS = ("statement", "rating_reason")
# What is asked about member `m` in the case `a` of the cycle `c`; the parameter is the day.
# First: whether a standing declaration of his names one of the parties. Second: whether he leads the unit, or led it
# since the period began, or rates somebody of it in this period; to lead is to hold one of its posts that has one
# holder only, definitive or acting.
FACTS = f"""
    EXISTS (SELECT 1 FROM appraisal_kindeclaration k WHERE k.member_id = m.id AND k.withdrawn_at IS NULL
            AND k.relative_id IN (a.employee_id, a.supervisor_id, a.second_level_id)),
    EXISTS (SELECT 1 FROM organization_assignment h JOIN organization_post p ON p.id = h.post_id
            WHERE h.holder_id = m.id AND p.unit_id = a.unit_id AND p.kind IN ({SINGLE_HOLDER})
            AND (h.to_date IS NULL OR h.to_date >= c.starts_on) AND h.from_date <= %s)
    OR EXISTS (SELECT 1 FROM appraisal_appraisal r
               WHERE r.cycle_id = a.cycle_id AND r.unit_id = a.unit_id AND r.supervisor_id = m.id)"""  # noqa: S608 - names of our own
CONFLICTS = """
    SELECT a.id, {facts}
    FROM appraisal_appraisal a JOIN appraisal_cycle c ON c.id = a.cycle_id, organization_user m
    WHERE m.id = %s AND a.id IN ({places})"""


def conflicts_of(person, appraisals, *, day):
    """{appraisal id: why this person may not vote on it} of those where he may not; one statement, or two."""
    statement = CONFLICTS.format(facts=FACTS, places=", ".join(["%s"] * len(appraisals)) or "NULL")
    with connection.cursor() as cursor:
        cursor.execute(statement, [day.isoformat(), person.pk, *(one.pk for one in appraisals)])
        rows = {pk: facts for pk, *facts in cursor.fetchall()}
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
    standing = Evidence.objects.standing().filter(appraisal__in=appraisal_ids)
    files = [_as_text(standing, "appraisal", name) for name in OF_FILES]
    found = {}
    for pk, place, text in own[0].union(*own[1:], *rest, *files, all=True):
        found.setdefault(pk, []).append(BETWEEN.sub(" ", text) if place == "name" else text)
    return found


def _as_text(rows, key, name):
    said = rows.exclude(**{name: ""}).order_by().annotate(said_in=Value(name, output_field=TextField()))
    return said.values_list(key, "said_in", name)


def dissents(appraisal):
    """Every dissenting opinion, oldest first."""
    return list(Dissent.objects.filter(appraisal=appraisal).select_related("member").order_by("pk"))
