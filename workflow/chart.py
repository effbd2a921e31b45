"""Results day by day as a line, and where it leads by the deadline if the pace lasts."""

from dataclasses import dataclass

from appraisal.rules import local_date
from workflow.selectors.cockpit import SOMEWHERE

LEFT, RIGHT, TOP, BOTTOM = 38, 316, 14, 170  # of the drawing


@dataclass(frozen=True)
class Chart:
    """Points as SVG takes them; `rows` are the same in words: [(day, results, percent)]."""

    line: str
    area: str
    ahead: str
    now: tuple
    end: tuple
    grid: list
    rows: list
    first: object
    last: object

    @classmethod
    def of(cls, found, *, at):
        """None before the first result, and where a single unit is looked into."""
        today, total = local_date(at, SOMEWHERE), found.whole.total
        if not found.curve or not total or found.is_inside:
            return None
        first, last = found.curve[0][0], max(found.cycle.review_on, today)
        days = max((last - first).days, 1)

        def point(day, n):
            x = LEFT + (RIGHT - LEFT) * (day - first).days / days
            return f"{x:.1f}", f"{BOTTOM - (BOTTOM - TOP) * min(n / total, 1):.1f}"

        curve = [*found.curve, (today, found.curve[-1][1])]
        points = [point(day, n) for day, n in curve]
        forecast, end = found.whole.forecast, None
        if forecast.is_known and today < last:
            end = point(last, forecast.expected)
        line = " ".join(map(",".join, points))
        return cls(
            line=line,
            area=f"{points[0][0]},{BOTTOM} {line} {points[-1][0]},{BOTTOM}",
            ahead=f"{','.join(points[-1])} {','.join(end)}" if end else "",
            now=points[-1],
            end=end,
            grid=[(f"{BOTTOM - (BOTTOM - TOP) * n / 100:.0f}", n) for n in (0, 25, 50, 75, 100)],
            rows=[(day, n, 100 * n // total) for day, n in curve[-8:]],
            first=first,
            last=last,
        )
