"""Every address × every role: what a GET answers. A new address without a row fails the suite.

The case stands at the objection's decision: released, received, contested. `colleague` works in the same
office and has nothing to do with it.
"""

import io

from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from appraisal.models import Evidence, Meeting
from audit.models import Entry
from tests import filed
from workflow import beside

ROLES = ("guest", "employee", "supervisor", "second_level", "member", "colleague", "hr", "inspector")
SIGNED_IN = ROLES[1:]


def row(default, guest=302, **others):
    return {"guest": guest} | dict.fromkeys(SIGNED_IN, default) | others


OPEN = row(200, guest=200)
EVERYBODY = row(200)
BY_POST = row(405)
HR = row(403, hr=200)
INSPECTORS = row(403, inspector=200)
OF_THE_CASE = row(200, member=404, colleague=404)
OF_THE_COMMITTEE = row(404, member=200, hr=200, inspector=200)
OF_THE_OWNER = row(403, second_level=200, member=404, colleague=404)
OF_THE_EMPLOYEE = row(302, employee=200, member=404, colleague=404)  # others are led back to the case
TABLE = {
    "healthz": OPEN,
    **dict.fromkeys(["verify", "portal", "published-verifier"], OPEN),
    "published-log": row(302, guest=302),
    "published-key": row(404, guest=404),  # there is no key in this case
    "published-checkpoint": row(404, guest=404),  # no seal yet in this case
    "published-cosigned": row(404, guest=404),
    "cosignature": row(405, guest=405),
    "published-tile": row(404, guest=404),
    "readyz": OPEN,
    "api-schema": OPEN,
    "api-tasks": row(200, guest=401),
    "api-task": row(200, guest=401, member=404, colleague=404),
    "api-complete": row(405, guest=401),
    "api-appraisals": row(200, guest=401),
    "api-appraisal": row(200, guest=401, member=404, colleague=404),
    "api-receipt": row(405, guest=401),
    "api-revision": row(405, guest=401),
    "api-accesses": row(403, guest=401, employee=200, inspector=200, member=404, colleague=404),
    "login": row(302, guest=200),
    "persona": row(405, guest=405),
    "logout": row(405, guest=405),
    "preferences": row(405, guest=405),
    "profile": EVERYBODY,
    "delegation_give": EVERYBODY,
    "delegation_end": row(404),  # nobody delegated anything
    "password_change": EVERYBODY,
    "password_reset": OPEN,
    "password_reset_sent": OPEN,
    "password_new": OPEN,
    "password_new_done": row(302),
    **dict.fromkeys(
        ["people", "people_without_supervisor", "people_unreachable", "people_unreachable_csv", "official",
         "person", "override_set", "acting_appoint", "number_new", "role_grant", "person_delegation_give",
         "deactivate", "reactivate", "sign_in_link", "import_organization", "import_template_csv",
         "import_template_xlsx"],
        HR,
    ),
    **dict.fromkeys(
        ["role_revoke", "override_end", "assignment_end", "person_delegation_end", "import_run", "import_undo", "import_errors"],
        HR | {"hr": 404},
    ),
    **dict.fromkeys(["import_write", "import_columns", "import_discard"], HR | {"hr": 405}),
    **dict.fromkeys(["home", "inbox", "appraisals", "notices", "notices-new", "notices-settings"], EVERYBODY),
    **dict.fromkeys(
        ["inbox-search", "inbox-view-keep", "inbox-view-begin", "inbox-view-forget", "step-snooze", "step-wake", "step-claim", "step-release", "step-ask", "step-draft", "step-receive", "step-recall", "appraisals-search", "appraisal-purpose",
         "notices-read", "notice-read", "notices-device-add", "notices-device-remove"],
        BY_POST,
    ),
    **dict.fromkeys(["inbox-endorse", "inbox-claim", "inbox-release", "inbox-snooze", "inbox-wake"], row(302)),
    "push-worker": OPEN,
    "accesses": EVERYBODY,
    "personal": EVERYBODY,
    **dict.fromkeys(["personal_copy", "personal_file"], row(404)),  # nobody asked for that
    **dict.fromkeys(["access_ask", "access_report", "access_question"], row(404)),  # nobody looked at that
    "api-log": row(403, guest=401, inspector=200),
    **dict.fromkeys(
        ["log", "log-days", "log-entry", "log-subject", "log-saved", "log-exports", "log-status", "log-accesses"],
        INSPECTORS,
    ),
    **dict.fromkeys(
        ["log-search", "log-purpose", "log-subject-purpose", "log-subject-dossier", "log-saved-forget", "log-accesses-search"],
        INSPECTORS | {"inspector": 405},
    ),
    **dict.fromkeys(
        ["log-proof", "log-saved-open", "log-export", "log-export-file"],  # nothing is sealed, kept or asked for yet
        INSPECTORS | {"inspector": 404},
    ),
    "inspection_close": BY_POST,
    "meetings": EVERYBODY,
    **dict.fromkeys(["meeting", "meeting_item"], OF_THE_COMMITTEE),
    "meeting_prepare": OF_THE_COMMITTEE | {"member": 302, "hr": 302, "inspector": 403},  # there is one already
    **dict.fromkeys(
        ["meeting_agenda", "meeting_lead", "meeting_attend", "meeting_vote", "meeting_endorse"], BY_POST,
    ),
    "bulk": row(404),  # nobody asked for that
    **dict.fromkeys(["step-next", "step-previous"], row(404, second_level=302)),  # along one's own list
    "retention": EVERYBODY,
    **dict.fromkeys(["erasures", "erasure_person"], row(403, hr=200, inspector=200)),
    "erasure_propose": HR,
    **dict.fromkeys(["erasure", "erasure_agree", "erasure_oppose", "erasure_withdraw"], row(404)),  # nobody proposed that
    "hold": row(403, hr=404, inspector=404),
    "hold_place": INSPECTORS,
    "hold_lift": INSPECTORS | {"inspector": 404},
    "step": OF_THE_OWNER,
    "step-check": OF_THE_OWNER | {"second_level": 302},  # nothing typed yet
    "step-receipt": OF_THE_OWNER | {"second_level": 302},  # not done yet
    "appraisal": OF_THE_CASE,
    "appraisal-presence": OF_THE_CASE,
    "appraisal-receipt": row(404, hr=200),  # his own act only: HR opened the case
    "appraisal_print": row(404),  # not final yet
    "appraisal_copy": row(404),
    "waiting_ratings": EVERYBODY,
    "appraisal-revise": row(403, supervisor=409, member=404, colleague=404),  # it was released at once
    "appraisal-reply": OF_THE_EMPLOYEE,
    "appraisal-withdraw": OF_THE_EMPLOYEE,
    "appraisal-dispute": OF_THE_EMPLOYEE | {"employee": 302},  # there is no paper delivery
    "appraisal-dissent": OF_THE_EMPLOYEE | {"employee": 302},  # no member of a committee has voted yet
    "appraisal-evidence": OF_THE_CASE | {"hr": 302, "inspector": 302},  # these state a purpose first
    "evidence-content": OF_THE_CASE | {"hr": 404, "inspector": 404},
    "evidence-withdraw": row(403, employee=200, member=404, colleague=404, hr=404, inspector=404),
    "evidence-reject": row(403, member=404, colleague=404, hr=404, inspector=404),  # not while the decision is open
    "api-evidence": row(200, guest=401, member=404, colleague=404),
    "api-evidence-content": row(200, guest=401, member=404, colleague=404, hr=404, inspector=404),
    "api-evidence-withdraw": row(405, guest=401),
    "kin": EVERYBODY,
    "kin_withdraw": row(404),  # nobody declared anything
    "committee_kin": row(403, hr=200, inspector=200),
    # no meeting was held yet: tests/journeys/test_minutes.py
    **dict.fromkeys(
        ["minutes", "minutes_draw_up", "minutes_check", "minutes_sign", "minutes_refuse", "minutes_unable",
         "minutes_print", "minutes_copy"],
        row(404),
    ),
    "minutes_file": BY_POST,
}  # fmt: skip


def people(office):
    return {
        "guest": None,
        "employee": office.employee,
        "supervisor": office.supervisor,
        "second_level": office.second_level,
        "member": office.members[0],
        "colleague": office.stranger,
        "hr": office.hr,
        "inspector": office.inspector,
    }


def a_meeting(office):
    """In preparation; the case that is contested is not before the committee yet."""
    facts = {"committee": office.committee, "number": 1}
    return Meeting.objects.get_or_create(**facts, defaults={"held_on": office.cycle.meeting_on})[0]


def a_file(office):
    """With the employee's reply, which is seen at once."""
    known = Evidence.objects.filter(appraisal=office.appraisal).first()
    facts = {"file": io.BytesIO(filed.pdf()), "name": "bukti.pdf", "by": office.employee, "at": timezone.now()}
    return known or beside.attach(office.appraisal.pk, **facts)


def scene(office):
    """{url name: its arguments}, for what is not in the table of HR's own pages."""
    step = office.open_steps()[0].pk
    case = {"pk": office.appraisal.pk}
    person = {"pseudonym": office.employee.pseudonym}
    never = {"pk": 10**9}
    meeting = {"pk": office.committee.pk, "number": a_meeting(office).number}
    item = meeting | {"place": 1}
    file = case | {"n": a_file(office).pk}
    stream = {"kind": "appraisal", "key": office.appraisal.pk}
    return {
        "healthz": {}, "readyz": {}, "api-schema": {},
        "verify": {}, "portal": {}, "published-verifier": {}, "published-key": {},
        "published-log": {}, "published-checkpoint": {}, "published-tile": {"tile": "tile/0/000"},
        "api-tasks": {}, "api-task": {"pk": step}, "api-complete": {"pk": step},
        "api-appraisals": {}, "api-appraisal": case, "api-receipt": case, "api-revision": case,
        "login": {}, "persona": {}, "logout": {}, "preferences": {}, "profile": {},
        "password_change": {}, "password_reset": {}, "password_reset_sent": {}, "password_new_done": {},
        "password_new": {"uidb64": urlsafe_base64_encode(force_bytes(office.employee.pk)), "token": "x-y"},
        "people": {}, "people_without_supervisor": {}, "official": {},
        "person": person, "override_set": person, "acting_appoint": person, "number_new": person, "role_grant": person,
        "delegation_give": {}, "delegation_end": {"pk": 1},
        "person_delegation_give": person, "person_delegation_end": person | {"pk": 1},
        "deactivate": person, "reactivate": person, "sign_in_link": person,
        "role_revoke": person | {"role": "inspector"},
        "override_end": person | {"pk": 1}, "assignment_end": person | {"pk": 1},
        "import_organization": {}, "import_template_csv": {}, "import_template_xlsx": {},
        "people_unreachable": {}, "people_unreachable_csv": {}, "import_columns": {"pk": 1}, "import_undo": {"pk": 1},
        "import_run": {"pk": 1}, "import_write": {"pk": 1}, "import_discard": {"pk": 1}, "import_errors": {"pk": 1},
        "inbox": {}, "inbox-search": {}, "step": {"pk": step}, "step-draft": {"pk": step}, "step-receive": {"pk": step},
        "step-check": {"pk": step, "outcome": "dismiss"}, "step-receipt": {"pk": step}, "step-recall": {"pk": step},
        "step-next": {"pk": step}, "step-previous": {"pk": step},
        "inbox-view-keep": {}, "inbox-view-begin": {}, "inbox-view-forget": {}, "inbox-snooze": {}, "inbox-wake": {},
        "inbox-claim": {}, "inbox-release": {}, "step-snooze": {"pk": step}, "step-wake": {"pk": step},
        "inbox-endorse": {}, "bulk": never,
        "step-claim": {"pk": step}, "step-release": {"pk": step}, "step-ask": {"pk": step},
        "home": {}, "appraisals": {}, "appraisals-search": {}, "appraisal": case, "appraisal-purpose": case,
        "appraisal-receipt": case | {"n": 0}, "appraisal-presence": case, "appraisal_print": case, "appraisal_copy": case | {"n": 0},
        "appraisal-reply": case, "appraisal-withdraw": case, "appraisal-dispute": case, "appraisal-dissent": case,
        "appraisal-evidence": case, "evidence-content": file, "evidence-withdraw": file, "evidence-reject": file,
        "api-evidence": case, "api-evidence-content": file, "api-evidence-withdraw": file,
        "kin": {}, "kin_withdraw": never, "committee_kin": {"pk": office.seats[0].pk},
        **dict.fromkeys(
            ["minutes", "minutes_draw_up", "minutes_check", "minutes_sign", "minutes_refuse", "minutes_unable",
             "minutes_print", "minutes_file"],
            {"pk": office.committee.pk, "number": 1},
        ),
        "minutes_copy": {"pk": office.committee.pk, "number": 1, "n": 0},
        "waiting_ratings": {}, "appraisal-revise": case,
        "api-accesses": case, "accesses": {}, "access_ask": never, "access_report": never, "access_question": never,
        "meetings": {}, "meeting": meeting, "meeting_item": item, "meeting_prepare": {"pk": office.committee.pk},
        "meeting_agenda": meeting, "meeting_lead": meeting, "meeting_attend": meeting,
        "meeting_vote": item, "meeting_endorse": item,
        "log-accesses": {}, "log-accesses-search": {}, "inspection_close": never,
        "personal": {}, "personal_copy": {"token": "x"}, "personal_file": {"token": "x"},
        "log": {}, "log-search": {}, "log-purpose": {}, "log-days": {}, "log-status": {}, "api-log": {},
        "log-entry": {"pk": Entry.objects.earliest("pk").pk}, "log-proof": {"pk": Entry.objects.earliest("pk").pk},
        "log-subject": stream, "log-subject-purpose": stream, "log-subject-dossier": stream,
        "log-saved": {}, "log-saved-open": {"token": "x"}, "log-saved-forget": {"token": "x"},
        "log-exports": {}, "log-export": {"token": "x"}, "log-export-file": {"token": "x"},
        "retention": {}, "erasures": {}, "erasure_person": person, "erasure_propose": stream, "hold_place": stream,
        "erasure": never, "erasure_agree": never, "erasure_oppose": never, "erasure_withdraw": never,
        "hold": never, "hold_lift": never,
        "notices": {}, "notices-new": {}, "notices-device-add": {}, "notices-device-remove": {}, "push-worker": {}, "notices-settings": {}, "notices-read": {}, "notice-read": {"pk": 1},
    }  # fmt: skip
