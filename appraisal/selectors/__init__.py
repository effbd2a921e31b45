"""Questions about appraisals, and about the plans, cycles, policies and committees around them."""

from appraisal.selectors.committee import kept_committee, roster_of

__all__ = ["kept_committee", "roster_of"]
