"""What is kept of a person's appraisals, for his copy of it: with the same sight as on his pages."""

from contextlib import suppress

from appraisal.models import Document, Evidence
from appraisal.permissions import sight_of
from audit import stored
from audit.dossier.collecting import Unsealed, checkpoint_for, dossier_of

from .api_appraisal import content_of, visible
from .case_page import CasePage
from .models import Draft, Step
from .wording import case_number


def collect(person, at):
    """Each appraisal as he may read it, what he typed and has not sent, and the tasks he did."""
    own = visible(person).filter(employee=person).order_by("pk")
    drafts = Draft.objects.filter(author=person).select_related("step").order_by("pk")
    done = Step.objects.filter(by=person).order_by("pk")
    return {
        "appraisals": [_appraisal(appraisal, person, at) for appraisal in own],
        "drafts": [{"step": row.step.name, "saved_at": row.saved_at, "typed": row.body} for row in drafts],
        "tasks_done": list(done.values("name", "outcome", "capacity", "completed_at")),
    }


def dossiers(person, at):
    """(name, ZIP) of each of his appraisals that is closed to him in nothing, as far as it is sealed."""
    for appraisal in visible(person).filter(employee=person).order_by("pk"):
        stream = f"appraisal:{appraisal.pk}"
        if sight_of(appraisal, person, has_seat=appraisal.has_seat).is_whole:
            with suppress(Unsealed):
                yield (
                    f"dossier-{case_number(appraisal.pk)}.zip",
                    dossier_of(stream, checkpoint_for(stream), person).zip(),
                )


def own_files(person, at):
    """(name, bytes) of what he attached to his own appraisals, under their numbers; also where no dossier goes along."""
    rows = Evidence.objects.filter(appraisal__employee=person, added_by=person).exclude(name="").order_by("pk")
    for row in rows.filter(appraisal__in=visible(person)):
        if stored.is_kept(row.sha256):
            name = f"evidence-{case_number(row.appraisal_id)}/{row.pk}-{row.name}"
            yield name, stored.bytes_of(row.sha256)


def _appraisal(appraisal, person, at):
    sight = sight_of(appraisal, person, has_seat=appraisal.has_seat)
    appraisal.has_delivery = False
    page = CasePage(appraisal, person, purpose="", at=at)
    document = Document.objects.filter(appraisal=appraisal).first() if sight.sees_ratings else None
    return content_of(appraisal, sight) | {
        "parties": appraisal.snapshot,
        "results": [_result(line) for line in page.derivation.lines],
        "behaviours": page.behaviours,
        "feedback": page.feedback,
        "said": [_said(row) for row in page.said],
        "grounds": [{"subject": ground.subject, "reason": ground.reason} for _label, ground in page.grounds],
        "determination": page.determination and _determination(page.determination),
        "evidence": [_file(file.row) for file in page.evidence.files],
        "document": document and document.content,
    }


def _result(line):
    told = {"indicator": line.indicator.name, "target": line.indicator.target, "unit": line.indicator.unit}
    return told | {"actual": line.actual, "note": line.note}


def _file(row):
    told = ("name", "sha256", "size", "about", "note", "given_with", "added_at", "withdrawn_at", "withdrawal_reason")
    judged = ("state", "examined_at", "examination")
    return {name: getattr(row, name) for name in told + judged} | {"added_by": row.added_by.full_name}


def _said(row):
    return {"author": row.author, "at": row.at, "about": str(row.about), "text": row.text}


def _determination(row):
    return {"decision": row.decision, "reason": row.reason, "by": row.decided_by.full_name, "at": row.decided_at}
