"""Whoever has no part in anything writes nothing of others, whatever he sends to whatever address: each address by POST."""

import pytest
from django.db.models import Q

from appraisal.models import Appraisal
from audit.models import Entry
from organization.models import Employee
from tests.access.everything import addresses
from tests.access.test_inspector import BODIES, changed, digests, last_entry, send
from tests.people import make_user

WRITES = [  # the bodies that open most
    BODIES[1] | {"outcome": "submit", "version": "0"},
    BODIES[2] | {"confirm": "1", "declared": "on"},
    BODIES[4] | {"outcome": "endorse", "do": "confirm", "role": "hr_admin", "supervisor": "Lamhot", "who": "Lamhot"},
]
SIGNS_IN_OR_OUT = {"login", "logout", "persona", "password_change", "password_new", "password_reset", "sign_in_link"}
OWN = {  # what is everybody's own: notices, bookmarks of the inbox, a copy of his data, his tasks given to others
    "notifications_notice", "notifications_choice", "notifications_historicalchoice", "audit_personalcopy",
    "organization_delegation", "organization_historicaldelegation", "organization_user", "organization_historicaluser",
}  # fmt: skip


@pytest.fixture
def office(office):
    office.outsider = make_user("Togar Sitompul")
    Employee.objects.create(user=office.outsider, type="pns")
    return office


@pytest.mark.timeout(600)
@pytest.mark.parametrize("body", range(len(WRITES)))
@pytest.mark.parametrize("role", ["guest", "outsider"])
def test_no_address_lets_him_write_what_is_not_his(client, office, role, body):
    client.raise_request_exception = False
    if role == "outsider":
        client.force_login(office.outsider)
    everywhere = addresses(office)
    before, begun = digests(), last_entry()
    for name, path in everywhere:
        if name not in SIGNS_IN_OR_OUT:
            send(client, "post", path, WRITES[body], as_json=name.startswith("api"))
            after = digests()
            assert changed(before, after) <= (OWN if role == "outsider" else set()), path
            before = after
    assert role == "outsider" or not Entry.objects.filter(pk__gt=begun).exclude(event="user.sign_in_failed").exists()
    his = Entry.objects.filter(pk__gt=begun, actor=office.outsider.pseudonym).exclude(
        stream=f"user:{office.outsider.pk}"
    )
    assert set(his.values_list("event", flat=True)) <= {"delegation.given"}
    assert not Appraisal.objects.filter(Q(employee=office.outsider) | Q(supervisor=office.outsider)).exists()
