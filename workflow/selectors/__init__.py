"""Questions about steps and cases."""

from .inbox import counts_for
from .steps import step_open_to

__all__ = ["counts_for", "step_open_to"]
