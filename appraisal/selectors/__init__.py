"""Questions about appraisals, and about the plans, cycles, policies and committees around them."""

from appraisal.selectors.committee import kept_committee, voters_and_parties

__all__ = ["kept_committee", "voters_and_parties"]
