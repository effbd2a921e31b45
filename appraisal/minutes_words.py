"""The facts of minutes in the reader's language; the document itself holds codes and figures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .minutes_rules import quorum_in_words
from .models import AgendaItem, Predicate, Recusal, UnitRating

VERDICTS = {
    "endorse": gettext_lazy("disahkan"),
    "return": gettext_lazy("dikembalikan"),
    "undecided": gettext_lazy("belum diputus, pemungutan suara diulang"),
    "no_quorum": gettext_lazy("kuorum tidak tercapai"),
    "left_open": gettext_lazy("belum diputus"),
}
CHOICES = {
    "endorse": gettext_lazy("mengesahkan"),
    "return": gettext_lazy("mengembalikan"),
    "abstain": gettext_lazy("abstain"),
}
KINDS = {str(kind): kind.label for kind in Recusal.Kind} | {"own": gettext_lazy("menarik diri")}
CHAIR, CASE = "chair", AgendaItem.Kind.CASE


@dataclass(frozen=True)
class CaseLine:
    """One case of an item; `is_hidden` where the reader has no part in it, `is_closed` where he stated no purpose."""

    code: str
    key: int
    verdict: Any
    tally: str
    early: str
    quorum: str
    recused: str
    used_tie_rule: bool
    dissents: tuple
    entry: str
    leaf: str
    is_hidden: bool = False
    is_closed: bool = False  # that there are dissents is told, not what they say


@dataclass(frozen=True)
class Item:
    position: int
    title: str
    verdict: Any
    cases: tuple
    is_case: bool
    distribution: str = ""
    said: tuple = ()  # (name, when, text) of whoever answers for the unit


@dataclass(frozen=True)
class Member:
    name: str
    post: str
    is_chair: bool
    present_at: datetime | None
    left_at: datetime | None
    absent_reason: str | None

    @property
    def is_present(self):
        return self.present_at is not None


def took_place_on(content):
    """The day it was opened: the chair may open it before the day that was planned."""
    return timezone.localdate(moments(content)[0])


def moments(content):
    """(opened, closed)."""
    return tuple(_moment(content["meeting"][name]) for name in ("opened_at", "closed_at"))


def members(content, texts):
    """`texts` are why members were absent, by the row that says so; of one: "" where it was erased, None where there is none."""
    return [
        Member(
            row["name"], row["post"], row["is_chair"], _moment(row["present_at"]), _moment(row["left_at"]),
            _why_absent(row, texts),
        )
        for row in content["attendance"]
    ]  # fmt: skip


def _why_absent(row, texts):
    """Minutes that were sealed earlier quote the words themselves."""
    key = row.get("absence")
    return texts.get(key, "") if key else row.get("absent_reason")


def attendance_in_words(content):
    """`5 dari 6 anggota hadir.`"""
    rows = content["attendance"]
    present = sum(row["present_at"] is not None for row in rows)
    told = ngettext("%(present)s dari %(n)s anggota hadir.", "%(present)s dari %(n)s anggota hadir.", len(rows))
    return told % {"present": present, "n": len(rows)}


def items(content, *, hidden=frozenset(), closed=frozenset(), texts=None):
    """`texts` are dissents and justifications by their digest; one that is missing was erased.

    `hidden` and `closed` are codes of cases.
    """
    return [_item(item, hidden, closed, texts or {}) for item in content["items"]]


def in_lines(content):
    """All of it, a line each: who was there, what was decided, and each case with its votes."""
    told = [attendance_in_words(content)]
    for one in members(content, {}):  # why somebody was absent is told by its own row
        told.append(f"{one.name}: {_('Hadir') if one.is_present else one.absent_reason or _('Tidak hadir')}")
    for item in items(content):
        told.append(f"{item.position}. {item.title}: {item.verdict}. {item.distribution}".strip())
        told += [f"{case.code}: {case.verdict}, {case.tally}. {case.quorum}" for case in item.cases]
    return "\n".join(told)


def _item(item, hidden, closed, texts):
    is_case = item["kind"] == CASE
    cases = tuple(_case(row, hidden, closed, texts) for row in item["cases"])
    is_closed = bool(cases) and all(case.is_hidden for case in cases)  # its verdict would be theirs
    verdict = "" if is_closed else AgendaItem.Verdict(item["verdict"]).label
    title = _title(item, is_case=is_case, is_closed=is_closed)
    spread = item.get("distribution")
    told = (_distribution(spread), _said(spread["justification"], texts)) if spread else ("", ())
    return Item(item["position"], title, verdict, cases, is_case, *told)


def _title(item, *, is_case, is_closed):
    if not is_case:
        return item["unit"]
    return _("Kasus yang tertutup bagi Anda") if is_closed else _("Kasus %(code)s") % {"code": item["code"]}


def _distribution(spread):
    """`8 Sangat baik, 31 Baik (n = 39). Capaian unit Baik; 1 peringatan panduan.`"""
    counts = [(spread["counts"].get(code, 0), code.label) for code in Predicate]  # the document sorts its codes
    counts = ", ".join(f"{n} {label}" for n, label in counts if n)
    told = f"{counts} (n = {spread['n']})."
    if not spread["rating"]:
        return f"{told} {_('Capaian unit belum ditetapkan.')}"
    rating, number = UnitRating.Word(spread["rating"]).label, spread["warnings"]
    warned = ngettext("%(n)s peringatan panduan", "%(n)s peringatan panduan", number) % {"n": number}
    warned = warned if number else _("sesuai panduan")
    return f"{told} {_('Capaian unit %(rating)s') % {'rating': rating}}; {warned}."


def _said(justification, texts):
    if not justification:
        return ()
    return justification["name"], _moment(justification["sent_at"]), texts.get(justification["sha256"], "")


def _case(row, hidden, closed, texts):
    is_closed = row["code"] in closed
    return CaseLine(
        code=row["code"],
        key=int(row["code"].removeprefix("K-")),
        verdict=VERDICTS[row["verdict"]],
        tally=_tally(row["tally"]),
        early=_early(row.get("early", 0)),
        quorum=quorum_in_words(row["quorum"]),
        recused=_recused(row["recused"]),
        used_tie_rule=row["tie_rule"] == CHAIR,
        dissents=tuple((one["name"], "" if is_closed else texts.get(one["sha256"], "")) for one in row["dissents"]),
        entry=str(row["n"]) if row["n"] is not None else "",
        leaf=row["leaf"] or "",
        is_hidden=row["code"] in hidden,
        is_closed=is_closed,
    )


def _tally(tally):
    told = [f"{count} {CHOICES[choice]}" for choice, count in tally.items() if count]
    return ", ".join(told) or _("tidak ada suara")


def _early(number):
    told = ngettext("%(n)s di antaranya sebelum rapat dibuka.", "%(n)s di antaranya sebelum rapat dibuka.", number)
    return told % {"n": number} if number else ""


def _recused(recused):
    """`1 menyatakan hubungan keluarga, 2 pihak dalam berkas ini`."""
    return ", ".join(f"{count} {KINDS[kind]}" for kind, count in recused.items())


def _moment(text):
    return datetime.fromisoformat(text) if text else None
