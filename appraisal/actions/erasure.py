"""Erasure takes two roles: HR proposes on a letter, an inspector agrees, and the worker carries it out in HR's name.

All of it is in the stream concerned, where the person reads it; a hold by letter stops it at any time before.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from appraisal.notices import told_of_erasure
from appraisal.rules import RuleBroken
from appraisal.selectors.erasure import inspectors_for, parties_of, why_not
from audit import events
from audit.acts import Act, write
from audit.erasure.erasing import erase, hold
from audit.erasure.holds import people_of
from audit.erasure.words import CannotErase, words_of
from audit.models import ErasureProposal
from notifications.actions import post
from notifications.models import Notice
from organization.models import User
from organization.roles import Role

State = ErasureProposal.State


def propose(stream, *, numbers, basis, letter_no, by, at):
    """HR names the entries, the ground in law and the letter. Raises RuleBroken."""
    try:
        with transaction.atomic():
            held, by = held_by(stream, by, Role.HR_ADMIN)
            numbers = list(words_to_erase(stream, numbers).places)
            if not (asked := inspectors_for(stream, by)):
                raise RuleBroken(_("Belum ada inspektur yang dapat menjawab usulan ini."))
            proposal = ErasureProposal(
                stream=stream, numbers=numbers, basis=basis, letter_no=letter_no, proposed_at=at, proposed_by=by
            )
            act = Act(held, by=by, at=at)
            act.add(proposal)
            act.record(events.ERASURE_PROPOSED, count=len(numbers), letter_no=letter_no, basis=basis)
            write(act)
            _tell(act, proposal, asked, kind=Notice.Kind.TASK)
            _tell(act, proposal, [])
            return proposal
    except IntegrityError:
        raise RuleBroken(_("Sudah ada usulan penghapusan yang terbuka untuk berkas ini.")) from None


@transaction.atomic
def answer(proposal_id, *, agrees, by, at, text=""):
    """An inspector says that nothing stands against it, or opposes it with a reason; he himself erases nothing."""
    proposal, held, by = _held(proposal_id, by, Role.INSPECTOR)
    if proposal.state != State.PROPOSED:
        raise RuleBroken(_("Usulan ini sudah dijawab atau dicabut."))
    if proposal.proposed_by_id == by.pk:
        raise RuleBroken(_("Usulan ini dari Anda sendiri. Minta inspektur lain menjawabnya."))
    if not agrees and not text.strip():
        raise RuleBroken(_("Tulis mengapa Anda menolak."), field="text")
    act = Act(held, by=by, at=at, reason=text)
    answered = {"answer": text, "answered_at": at, "answered_by": by}
    if agrees:
        act.change(proposal, state=State.AGREED, **answered)
    else:
        act.change(proposal, state=State.OPPOSED, ended_at=at, **answered)
    act.record(events.ERASURE_AGREED if agrees else events.ERASURE_OPPOSED)
    write(act)
    _tell(act, proposal, [proposal.proposed_by])
    return proposal


@transaction.atomic
def withdraw(proposal_id, *, by, at):
    """HR takes a proposal back, also one that was agreed to, as long as it was not carried out."""
    proposal, held, by = _held(proposal_id, by, Role.HR_ADMIN)
    if not proposal.is_open:
        raise RuleBroken(_("Usulan ini sudah berakhir."))
    act = Act(held, by=by, at=at)
    act.change(proposal, state=State.WITHDRAWN, ended_at=at)
    act.record(events.ERASURE_WITHDRAWN)
    write(act)
    _tell(act, proposal, [proposal.answered_by])
    return proposal


def carry_out(at):
    """A chore of the worker: erase what was agreed to and nothing keeps. How many proposals were done."""
    agreed = ErasureProposal.objects.filter(state=State.AGREED).order_by("pk").values_list("pk", flat=True)
    return sum(_carry_out(pk, at) for pk in list(agreed))


@transaction.atomic
def _carry_out(proposal_id, at):
    proposal, held = _locked(proposal_id)
    if proposal.state != State.AGREED or why_not(proposal.stream):
        return False  # another worker was here first, it was withdrawn, or it is held: its page says why
    by, agreed_by = proposal.proposed_by, proposal.answered_by
    facts = {"basis": proposal.basis, "letter_no": proposal.letter_no, "agreed_by": str(agreed_by.pseudonym)}
    erase(held, proposal.numbers, by=by, at=at, **facts)
    act = Act(held, by=by, at=at)
    act.change(proposal, state=State.DONE, ended_at=at)
    act.record(events.ERASURE_DONE, count=len(proposal.numbers))
    write(act)
    _tell(act, proposal, [by, agreed_by])
    return True


def held_by(stream, by, role):
    """(the stream's subject, held; the person as he is now). Raises RuleBroken without the role, and for a party."""
    try:
        held = hold(stream)
    except CannotErase:
        raise RuleBroken(_("Catatan ini tidak menyangkut orang, jadi isinya tidak dihapus.")) from None
    by = User.objects.get(pk=by.pk)
    if not by.has_role(role):
        raise RuleBroken(_("Ini untuk peran %(role)s.") % {"role": role.label})
    if by.pk in parties_of(stream):
        raise RuleBroken(_("Berkas ini menyangkut Anda sendiri. Minta rekan Anda mengerjakannya."))
    return held, by


def words_to_erase(stream, numbers):
    """What would go with these entries. Raises RuleBroken where something keeps it, or nothing is left of it."""
    if sentence := why_not(stream):
        raise RuleBroken(sentence)
    try:
        return words_of(stream, numbers)
    except CannotErase:
        raise RuleBroken(
            _("Pilih catatan yang isinya masih ada; catatan tentang penghapusan sendiri tidak dihapus."),
            field="numbers",
        ) from None


def _held(proposal_id, by, role):
    """(the proposal as it is, its stream's subject, the person as he is), all held or read anew."""
    stream = ErasureProposal.objects.values_list("stream", flat=True).get(pk=proposal_id)
    held, by = held_by(stream, by, role)
    return _as_it_is(proposal_id), held, by


def _locked(proposal_id):
    stream = ErasureProposal.objects.values_list("stream", flat=True).get(pk=proposal_id)
    held = hold(stream)
    return _as_it_is(proposal_id), held


def _as_it_is(proposal_id):
    return ErasureProposal.objects.select_related("proposed_by", "answered_by").get(pk=proposal_id)


def _tell(act, proposal, people, *, kind=Notice.Kind.INFO):
    """News go to whom it concerns as well; whoever acts is not told of himself."""
    told = {one.pk: one for one in people if one}
    if kind == Notice.Kind.INFO:
        told |= User.objects.in_bulk(people_of(proposal.stream))
    if proposal.state != State.DONE:  # the worker acts then, in the name of HR
        told.pop(act.by.pk, None)
    post(told_of_erasure(act, proposal, told.values(), kind=kind))
