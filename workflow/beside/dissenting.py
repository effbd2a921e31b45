"""A dissenting opinion: attached by whoever voted otherwise than the committee decided."""

from django.utils.translation import gettext as _

from appraisal import rules
from appraisal.actions import vote
from appraisal.models import Cycle, Dissent, Stage, Vote
from appraisal.selectors import kept_committee
from appraisal.selectors.decided import decision_of, dissent_until
from audit.acts import write
from workflow.holding import begin, hold_case, transaction_or_busy
from workflow.reading import invalid, read_text
from workflow.refusals import Conflict, Forbidden


def dissent(appraisal_id, *, text, by, at):
    """Once a round; it changes nothing of the decision and stands beside it from then on."""
    text = read_text(text=text)
    with transaction_or_busy():
        case, _seats = hold_case(appraisal_id, by)
        appraisal = case.appraisal
        cast = Vote.objects.filter(appraisal=appraisal, round=appraisal.vote_round, member=by).first()
        if cast is None:
            raise Forbidden(_("Hanya anggota komite yang ikut memberi suara dapat melampirkan pendapat berbeda."))
        if Dissent.objects.filter(appraisal=appraisal, round=cast.round, member=by).exists():
            raise Conflict(_("Anda sudah melampirkan pendapat berbeda pada putusan ini."))
        if Cycle.objects.filter(pk=appraisal.cycle_id, state=Cycle.State.CLOSED).exists():
            raise Conflict(_("Periode ini sudah ditutup. Berkasnya tidak berubah lagi."))
        decided = decision_of(appraisal)
        if appraisal.committee_id and appraisal.stage != Stage.COMMITTEE_VOTE:
            kept_committee(appraisal.committee_id)  # its minutes are not opened for signing meanwhile
        until = decided and dissent_until(appraisal, decided)
        try:
            rules.check_dissent(choice=cast.choice, verdict=decided and decided.verdict, at=at, until=until)
        except rules.RuleBroken as broken:
            raise invalid(broken) from broken
        act = begin(case, by=by, at=at)
        vote.dissent(act, text=text)
        write(act)


def may_dissent(appraisal, member, *, at):
    """Whether the door would take it, for the page that offers it."""
    cast = Vote.objects.filter(appraisal=appraisal, round=appraisal.vote_round, member=member).first()
    decided = cast and decision_of(appraisal)
    if not decided or Dissent.objects.filter(appraisal=appraisal, round=cast.round, member=member).exists():
        return False
    try:
        until = dissent_until(appraisal, decided)
        rules.check_dissent(choice=cast.choice, verdict=decided.verdict, at=at, until=until)
    except rules.RuleBroken:
        return False
    return True
