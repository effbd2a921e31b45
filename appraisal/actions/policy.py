"""Versions of a policy: drafted from a preset or an earlier version, adopted by letter, then frozen."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from appraisal import events, policies, rules
from appraisal.models import Policy
from audit.acts import Act, write


def draft(document: policies.PolicyDocument, *, by, at):
    """The next version of the document's slug; the same text twice is one draft, two at one moment are two."""
    try:
        return _draft(document, by=by, at=at)
    except IntegrityError:  # somebody has just taken the number
        return _draft(document, by=by, at=at)


@transaction.atomic
def _draft(document, *, by, at):
    body = policies.body_of(document)
    newest = Policy.objects.filter(slug=document.slug).aggregate(Max("version"))["version__max"] or 0
    if same := Policy.objects.filter(slug=document.slug, version=newest, body=body).first():
        return same
    policy = Policy(
        slug=document.slug, version=newest + 1, title=document.title, body=body,
        sha256=policies.digest_of(body), created_at=at,
    )  # fmt: skip
    act = Act(policy, by=by, at=at)
    act.add(policy)
    act.record(events.POLICY_DRAFTED, slug=policy.slug, version=policy.version)
    write(act)
    return policy


@transaction.atomic
def adopt(policy_id, *, letter_no, by, at):
    """From here cycles may use it and nobody changes it."""
    policy = Policy.objects.select_for_update(of=["self"]).get(pk=policy_id)
    rules.check_policy_adoption(policy, letter_no)
    act = Act(policy, by=by, at=at)
    act.change(policy, adopted_at=at, adopted_by=by, letter_no=letter_no.strip())
    act.record(events.POLICY_ADOPTED, slug=policy.slug, version=policy.version, letter_no=letter_no.strip())
    write(act)
    return policy
