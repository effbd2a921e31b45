"""Who may not vote on a case, and who may say that he disagreed (conflicts of interest: UU 30/2014, articles not verified)."""

import re

from django.utils.translation import gettext as _

from organization.rules import RuleBroken

from .days import DAY, end_of, local_date


def recusal_kind(conflicts, *, is_party, is_kin, leads, is_named=False):
    """Why the system keeps a member out of the vote, the gravest reason first; "" if it does not.

    Parties never vote (design §3). The other kinds are those of the policy: UU 30/2014 (not verified) names family and
    interest, and leaves to each office how they are found; default kin and leaders of the unit, not verified.
    """
    if is_party:
        return "party"
    found = {"kin": is_kin, "own_unit": leads, "named": is_named}
    return next((kind for kind, holds in found.items() if holds and kind in conflicts), "")


def is_named(name, texts):
    """Whether a person's name stands in one of the texts: two of its words side by side, in any case.

    A name of one word counts only as it is written, with its capital: `Sari`, not `sari`.
    """
    words = [re.escape(word) for word in name.split()]
    if len(words) < 2:
        pattern = re.compile(rf"\b{name.strip() and words[0]}\b") if words else None
    else:
        pairs = "|".join(rf"{one}\s+{other}" for one, other in zip(words, words[1:], strict=False))
        pattern = re.compile(rf"\b(?:{pairs})\b", re.IGNORECASE)
    return pattern is not None and any(pattern.search(text) for text in texts)


def check_is_asked(*, is_named, no_relation):
    """A member whose name stands in the case says that he has no part in it, or recuses himself."""
    if is_named and not no_relation:
        raise RuleBroken(
            _("Nama Anda disebut dalam berkas ini. Nyatakan bahwa Anda tidak mempunyai hubungan, atau tarik diri."),
            field="no_relation",
        )


def check_kin(member, relative):
    if member.pk == relative.pk:
        raise RuleBroken(_("Pilih orang lain, bukan diri sendiri."), field="relative")
    if relative.pk == 0:
        raise RuleBroken(_("Pilih seorang pegawai atau pejabat."), field="relative")


def check_dissent(*, choice, verdict, at, until):
    """Only who voted otherwise than was decided, and until the minutes are sealed or the days have passed.

    `verdict` is "endorse", "return" or nothing while it is not decided; `choice` his vote of that round.
    """
    if not verdict:
        raise RuleBroken(_("Pendapat berbeda dilampirkan sesudah komite memutus."))
    if choice not in ("endorse", "return") or choice == verdict:
        raise RuleBroken(_("Pendapat berbeda hanya dari anggota yang suaranya berbeda dengan putusan."))
    if until is not None and at >= until:
        raise RuleBroken(_("Masa untuk melampirkan pendapat berbeda sudah lewat."))


def dissent_until(decided_at, days, zone):
    """The end of the last local day on which a dissenting opinion may be attached (policy `committee.dissent_days`)."""
    return end_of(local_date(decided_at, zone) + days * DAY, zone)
