"""The performance plan (SKP) of a post: planned results with indicators, drawn from its job family."""

from config.demo.plans.draw import achievement, actual_for, plan_for
from config.demo.plans.families import family_of, setting_of
from config.demo.plans.shapes import PlannedIndicator, PlannedResult

__all__ = ["PlannedIndicator", "PlannedResult", "achievement", "actual_for", "family_of", "plan_for", "setting_of"]
