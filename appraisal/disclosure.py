"""Whose numbers may be shown: no small group's, and none that subtracting what is shown would tell.

A unit is counted with everything below it. Where it is shown and units below it are, too, the rest of it is known by
subtraction; so either nothing is left, or at least `LEAST_REST` people.
"""

from collections import defaultdict

LEAST_REST = 5  # people; a cell of fewer tells of persons


def shown_units(parent_of, own, *, minimum):
    """The units that may be shown with numbers. `parent_of`: {unit: the one above}; `own`: {unit: people counted in it}."""
    below, total = defaultdict(list), defaultdict(int)
    for unit, parent in parent_of.items():
        below[parent].append(unit)
    for unit, n in own.items():
        for one in way_up(unit, parent_of):
            total[one] += n
    shown = {unit for unit in parent_of if total[unit] >= minimum}
    for unit in parent_of:
        if unit in shown:
            _keep_the_rest_large(unit, below, total, shown)
    return shown


def way_up(unit, parent_of):
    """The unit and everything above it."""
    while unit is not None:
        yield unit
        unit = parent_of.get(unit)


def nearest(unit, below, shown):
    """The shown units below one, each without another shown one between."""
    for child in below[unit]:
        if child in shown:
            yield child
        else:
            yield from nearest(child, below, shown)


def _keep_the_rest_large(unit, below, total, shown):
    """Take the smallest out, one after the other, until the rest tells of nobody."""
    while parts := sorted(nearest(unit, below, shown), key=lambda part: (total[part], part)):
        rest = total[unit] - sum(total[part] for part in parts)
        if rest == 0 or rest >= LEAST_REST:
            return
        shown.discard(parts[0])
