"""Who sits in a committee, when it meets and what its votes amount to. Pure, as all rules; for the marks see `rules`."""

from collections import Counter

from django.utils.translation import gettext as _

from organization.rules import RuleBroken


def verdict(votes, chair, *, closing=False):
    """The committee's answer to {member: choice or None}; None while the open votes can change it.

    Quorum is more than half of the seats not recused, abstentions count; a tie follows the chair's
    vote. `closing`: the meeting is over, what was cast decides or there was no quorum.
    Ours: the law knows no such committee, so it has the commonest rules of one and states them on the page.
    """
    seated = {member: choice for member, choice in votes.items() if choice != "recuse"}
    cast = {member: choice for member, choice in seated.items() if choice}
    if len(cast) * 2 <= len(seated):
        if closing:
            return "no_quorum"
        return None if len(cast) < len(seated) else "undecided"
    if closing:
        return _count(cast, chair)
    answers = {
        _count({member: choice or rest for member, choice in seated.items()}, chair)
        for rest in ("endorse", "return", "abstain")
    }
    return answers.pop() if len(answers) == 1 else None


def _count(choices, chair):
    tally = Counter(choices.values())
    if tally["endorse"] == tally["return"]:
        return {"endorse": "endorsed", "return": "returned"}.get(choices.get(chair), "undecided")
    return "endorsed" if tally["endorse"] > tally["return"] else "returned"


def check_members_free(member_ids, party_ids):
    """At least one member is no party to the case; parties are recused by the system.

    UU 30/2014 on conflicts of interest (articles not verified); ours, that the system does it and says so.
    """
    if not set(member_ids) - set(party_ids):
        raise RuleBroken(_("Semua anggota komite adalah pihak dalam berkas ini. Tunjuk pengganti dengan surat."))


def check_meeting(meeting_on, *, today):
    """Ours: a meeting that is moved into the past would be over before anybody was told."""
    if meeting_on < today:
        raise RuleBroken(_("Rapat tidak boleh dipindahkan ke tanggal yang sudah lewat."), field="meeting_on")


def check_substitute(person, member_ids):
    """Ours: a seat is taken by somebody who can vote, and nobody votes twice."""
    if not person.is_active:
        raise RuleBroken(_("Akun orang ini nonaktif. Pilih orang lain."), field="to")
    if person.pk in member_ids:
        raise RuleBroken(_("Orang ini sudah duduk dalam komite. Pilih orang lain."), field="to")


def needs_committee(scope, *, is_contested, is_flagged):
    """Whether a case goes to the committee under the policy's scope. Ours: no law sends any there.

    A flagged one always goes: its supervisor would hear an objection against himself, so others look first.
    """
    return {"all": True, "contested": is_contested or is_flagged, "flagged": is_flagged}[scope]


def check_roster(member_ids, chair_id, letter_no):
    """At least three different members, the chair among them, appointed by letter.

    Ours: of three, two agree and no tie is left to one person; the law knows no such committee.
    """
    if len(set(member_ids)) < len(member_ids):
        raise RuleBroken(_("Setiap anggota cukup dipilih satu kali."), field="members")
    if len(member_ids) < 3:
        raise RuleBroken(_("Komite memerlukan paling sedikit tiga anggota."), field="members")
    if chair_id not in member_ids:
        raise RuleBroken(_("Ketua harus salah satu anggota."), field="chair")
    if not letter_no.strip():
        raise RuleBroken(_("Isi nomor surat penunjukan."), field="letter_no")
