"""A rating that waits for the release, changed by whoever gave it: with a reason, as often as he finds it needed.

Nobody else changes it, and nothing of it is seen before the release; afterwards every change is.
"""

import json
from hashlib import sha256

from django.utils.translation import gettext as _

from appraisal import events, forms
from appraisal.actions import assessment
from appraisal.models import Stage
from appraisal.rules import RuleBroken
from audit.acts import stream_of, write
from audit.canonical import canonical, moment
from audit.models import Entry
from workflow.holding import begin, hold_case, transaction_or_busy
from workflow.reading import invalid, read
from workflow.refusals import Conflict, Forbidden, Invalid
from workflow.steps import is_over, refuse_a_strange_key, refuse_the_stale, refuse_the_wrong_delegate
from workflow.wording import local_moment

REVISE = "revise"  # the outcome that the receipt names


def revise(appraisal_id, *, data, by, at, on_behalf_of=None, version=None, idempotency_key=None):
    """New ratings in the place of the old ones. Returns the receipt; the same key and body bring the same one."""
    refuse_a_strange_key(idempotency_key)
    asked = _asked(data, by, on_behalf_of, idempotency_key) if idempotency_key else {}
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, on_behalf_of or by)
        _refuse_all_but_the_supervisor(case.appraisal, seats, by, on_behalf_of, at)
        if asked and (entry := _made_before(case.appraisal, asked)):
            return _receipt(entry)
        if why_not := why_no_revision(case.appraisal, seats, at=at):
            raise Conflict(why_not)
        refuse_the_stale(case.appraisal, version)
        form = read(forms.Revision, data)
        capacity = "delegate" if on_behalf_of else case.appraisal.supervisor_capacity
        act = begin(case, by=by, at=at, on_behalf_of=on_behalf_of, capacity=capacity, reason=form.reason)
        try:
            assessment.revise(act, form, **asked)
        except RuleBroken as broken:
            raise invalid(broken) from broken
        act.change(case.appraisal, version=case.appraisal.version + 1)
        return _receipt(write(act)[0])


def not_the_supervisor(appraisal):
    return _("Hanya %(owner)s, pejabat penilainya, yang dapat mengubah rating sebelum rilis.") % {
        "owner": appraisal.supervisor
    }


def why_no_revision(appraisal, seats, *, at):
    """What would refuse a revision now, whoever asks; empty while one may be made."""
    if appraisal.is_released:
        when = local_moment(appraisal.released_at, appraisal.zone)
        return _(
            "Hasil ini sudah dirilis %(when)s. Ratingnya kini hanya berubah lewat keberatan atau pengembalian komite."
        ) % {"when": when}
    if not any(seat.name == Stage.AWAITING_RELEASE for seat in seats):
        return _("Berkas ini tidak sedang menunggu rilis bersama.")
    if is_over(seats[0], at):
        return _("Tanggal rilis bersama sudah tiba. Rating tidak dapat diubah lagi.")
    return ""


def _refuse_all_but_the_supervisor(appraisal, seats, by, on_behalf_of, at):
    if (on_behalf_of or by).pk != appraisal.supervisor_id:
        raise Forbidden(not_the_supervisor(appraisal))
    if on_behalf_of and seats:
        refuse_the_wrong_delegate(seats[0], seats, by, on_behalf_of, at)


def _asked(data, by, on_behalf_of, key):
    """Who asked for what, as digests: the log keeps them, so that a repeated request finds its entry."""
    body = {"data": data, "on_behalf_of": on_behalf_of and on_behalf_of.pk}
    try:
        request = canonical(body)
    except (ValueError, RecursionError):
        raise Invalid(_("Bentuk isian tidak sesuai. Kirim angka sebagai teks atau bilangan bulat.")) from None
    return {"key": sha256(canonical({"by": by.pk, "key": key})).hexdigest(), "request": sha256(request).hexdigest()}


def _made_before(appraisal, asked):
    """The entry of the same request; under its key nothing else is asked."""
    made = Entry.objects.filter(stream=stream_of(appraisal), event=events.RATING_REVISED.name).select_related("payload")
    for entry in made:
        facts = json.loads(entry.payload.data)["facts"] if entry.payload.data else {}
        if facts.get("key") == asked["key"]:
            if facts["request"] != asked["request"]:
                raise Conflict(_("Kunci ini sudah dipakai untuk permintaan lain."))
            return entry
    return None


def _receipt(entry):
    """As that of a step."""
    return {
        "number": f"{entry.stream}/{entry.n}",
        "at": moment(entry.at),
        "step": Stage.AWAITING_RELEASE.value,
        "outcome": REVISE,
        "n": entry.n,
        "leaf": bytes(entry.leaf_hash).hex(),
    }
