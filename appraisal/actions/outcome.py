"""How an appraisal ends: final with its document, cancelled, or replaced by a superseding version."""

from appraisal import events, forms, rules
from appraisal.models import Appraisal, Document, Stage
from appraisal.selectors.unit_rating import achievement_of
from audit.canonical import moment

from .assessment import rated
from .closing import end_with_cycle


def reach_date(act, data: forms.Nothing):
    act.record(events.DATE_REACHED)


def finalize(act):
    """The predicate becomes final, with a document of who everybody was."""
    appraisal = act.subject
    act.add(Document(appraisal=appraisal, content=_document(appraisal, act.at)))
    act.change(appraisal, is_final=True, stage=Stage.FINAL)
    act.record(events.FINALIZED, **rated(appraisal))


def cancel(act):
    act.change(act.subject, stage=Stage.CANCELLED)
    act.record(events.CANCELLED)


def supersede(act, earlier, data: forms.Correction):
    """A clerical or legal correction: a new final version with authority and letter, linked to the old."""
    appraisal = act.subject
    appraisal.supersedes, appraisal.edition = earlier, earlier.edition + 1
    appraisal.supersede_authority, appraisal.supersede_letter_no = data.authority, data.letter_no
    ratings = data.results_rating.value, data.behaviour_rating.value
    appraisal.results_rating, appraisal.behaviour_rating = ratings
    appraisal.predicate = rules.predicate(earlier.policy.cells, *ratings)
    appraisal.stage, appraisal.is_final = Stage.FINAL, True
    act.add(appraisal)
    act.add(Document(appraisal=appraisal, content=_document(appraisal, act.at)))
    act.record(events.SUPERSEDED, letter_no=data.letter_no, **rated(appraisal))
    end_with_cycle(act)


def edition_after(earlier):
    """An unsaved copy of a final appraisal, for `supersede`."""
    kept = {
        field.attname: getattr(earlier, field.attname)
        for field in Appraisal._meta.concrete_fields
        if not field.primary_key
    }
    return Appraisal(**kept)


def _document(appraisal, at):
    return {
        "people": appraisal.snapshot,
        "cycle": {
            "name": appraisal.cycle.name,
            "from": appraisal.cycle.starts_on.isoformat(),
            "to": appraisal.cycle.ends_on.isoformat(),
        },
        "policy": {"name": str(appraisal.cycle.policy), "sha256": appraisal.cycle.policy.sha256},
        "organization": achievement_of(appraisal),  # capaian kinerja organisasi
        "edition": appraisal.edition,
        "authority": appraisal.supersede_authority,
        "letter_no": appraisal.supersede_letter_no,
        "is_contested": appraisal.is_contested,
        "final_at": moment(at),
        "received_at": appraisal.received_at and moment(appraisal.received_at),
        **rated(appraisal),
    }
