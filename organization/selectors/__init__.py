"""Questions about people: who reports to whom on a date and why, who holds what, who is who."""

from organization.selectors.delegations import delegations_of
from organization.selectors.heads import head_posts, leading_of
from organization.selectors.identity import identities, identity_of
from organization.selectors.line import Reason, ReportingLines, Superior, Why, next_change, superiors, supervisor_of
from organization.selectors.people import (
    after,
    as_digits,
    branch_of,
    find_by_sign_in,
    holders_of,
    hr_administrators,
    line_gaps,
    office_zones,
    people,
    posts_called,
    record_of,
    top_posts,
    with_email,
    with_pseudonym,
)
from organization.selectors.unreachable import CURRENT_NUMBERS, MOST_COUNTED, count_unreachable, unreachable_people

__all__ = [
    "branch_of",
    "CURRENT_NUMBERS",
    "MOST_COUNTED",
    "Reason",
    "ReportingLines",
    "Superior",
    "Why",
    "after",
    "as_digits",
    "count_unreachable",
    "delegations_of",
    "find_by_sign_in",
    "head_posts",
    "holders_of",
    "hr_administrators",
    "identities",
    "identity_of",
    "leading_of",
    "line_gaps",
    "next_change",
    "office_zones",
    "people",
    "posts_called",
    "record_of",
    "superiors",
    "supervisor_of",
    "top_posts",
    "unreachable_people",
    "with_email",
    "with_pseudonym",
]
