"""What may be done to people and their lines; everybody else calls these, and writes nothing himself."""

from organization.actions.account import (
    create_api_token,
    deactivate,
    grant_role,
    issue_sign_in_link,
    mail_password_link,
    reactivate,
    revoke_role,
    set_password,
    set_preferences,
)
from organization.actions.delegation import delegate_tasks, end_delegation
from organization.actions.line import (
    appoint_acting,
    end_assignment,
    end_override,
    record_official,
    set_override,
)
from organization.actions.number import succeed_number

__all__ = [
    "appoint_acting",
    "create_api_token",
    "deactivate",
    "delegate_tasks",
    "end_assignment",
    "end_delegation",
    "end_override",
    "grant_role",
    "issue_sign_in_link",
    "mail_password_link",
    "reactivate",
    "record_official",
    "revoke_role",
    "set_override",
    "set_password",
    "set_preferences",
    "succeed_number",
]
