"""Questions about appraisals, and about the plans, cycles, policies and committees around them."""

from appraisal.selectors.committee import voters_and_parties

__all__ = ["voters_and_parties"]
