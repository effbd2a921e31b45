"""A step taken as a person takes it: the form, the check page, the receipt."""

import re
from html import unescape

from appraisal.models import Value

RATED = {"results_rating": "meets", "behaviour_rating": "meets", "reason": "Sesuai bukti."}
REPLIES = {  # (step, outcome): what is typed where it does not depend on the plan
    ("supervisor_review", "submit"): RATED,
    ("supervisor_review", "return"): {"return_reason": "Catatan RHK 1 kurang."},
    ("employee_response", "acknowledge"): {},
    ("employee_response", "refuse"): {"refuse_reason": "Saya tidak sependapat."},
    ("supervisor_statement", "submit"): {"statement": "Rating tetap pada bukti."},
    ("objection_decision", "dismiss"): {"reason": "Bukti cukup."},
    ("objection_decision", "change"): RATED | {"results_rating": "above"},
    ("objection_decision", "ask"): {"to": "employee", "question": "Kapan uji dilakukan?"},
    ("clarification", "submit"): {"statement": "Ini jawabannya."},
    ("committee_vote", "endorse"): {"reason": ""},
    ("committee_vote", "return"): {"reason": "Alasan rating belum lengkap."},
    ("committee_vote", "abstain"): {"reason": "Tidak hadir saat dibahas."},
    ("committee_vote", "recuse"): {"reason": "Kerabat."},
}


def typed(office, step, outcome):
    """What a person types into the form of an outcome, valid by default."""
    if step.name == "self_assessment":
        actuals = {f"actual-{i.pk}": "87,5" for i in office.indicators}
        notes = {f"note-{i.pk}": "selesai" for i in office.indicators}
        values = {f"value-{value}": "sering" for value in Value.values}
        return actuals | notes | values | {"statement": "Semua tercapai."}
    if outcome == "object":
        return {"ground-results_rating": "on", "reason-results_rating": "Bukti RHK 2 belum dilihat."}
    return dict(REPLIES.get((step.name, outcome), {}))


class Walker:
    """One person at the browser."""

    def __init__(self, client, office, user):
        client.force_login(user)
        self.client, self.office, self.user = client, office, user

    def open(self, step, **query):
        return self.client.get(f"/tasks/{step.pk}/", query)

    def fill(self, step, outcome, **changes):
        """Post the form, as far as the check page or back with its errors."""
        step.case.appraisal.refresh_from_db()
        body = typed(self.office, step, outcome) | {"outcome": outcome, "do": "check"}
        body |= {"version": step.case.appraisal.version} | changes
        return self.client.post(f"/tasks/{step.pk}/", {name: text for name, text in body.items() if text is not None})

    def confirm(self, step, outcome, **changes):
        """Press the button of the check page."""
        page = self.client.get(f"/tasks/{step.pk}/check/{outcome}/")
        assert page.status_code == 200, page.headers.get("Location")
        return self.client.post(f"/tasks/{step.pk}/check/{outcome}/", hidden(page) | {"declared": "on"} | changes)

    def take(self, step, outcome, **changes):
        """The whole way; returns the receipt's page."""
        if outcome != "acknowledge":
            answer = self.fill(step, outcome, **changes)
            assert answer.status_code == 302, faults(answer)
        answer = self.confirm(step, outcome)
        assert answer.status_code == 302, answer.content.decode()
        return self.client.get(answer.url)


def hidden(page):
    """The hidden fields of the form that a page holds last."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found}


def faults(page):
    """What the error summary says: {field: sentence}."""
    return {fault.input: fault.sentence for fault in page.context["form"].faults}
