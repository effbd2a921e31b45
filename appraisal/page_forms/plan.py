"""A plan on one page: planned results, each with its indicators. Rows come and go without a script.

Names in the form: `result-0-text`, `result-0-indicator-1-target`; the numbers only keep rows apart.
"""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.actions.plan import IndicatorText, ResultText
from appraisal.models import Indicator, PlannedResult
from organization.forms.controls import Form

from .fields import Number, PlainText

MOST_RESULTS, MOST_INDICATORS = 20, 100  # keeps a page within the thousand fields that a request may have
RESULT = re.compile(r"result-(\d{1,4})-([a-z]+)")
INDICATOR = re.compile(r"result-(\d{1,4})-indicator-(\d{1,4})-([a-z]+)")
FIRST_CHOICES = {"kind", "aspect", "direction", "pk"}  # filled without anybody having typed


class Row(Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)


class IndicatorRow(Row):
    name = PlainText(label=gettext_lazy("Indikator"), max_length=300)
    target = Number(label=gettext_lazy("Target"))
    unit = PlainText(label=gettext_lazy("Satuan"), max_length=40)
    aspect = forms.ChoiceField(label=gettext_lazy("Aspek"), choices=Indicator.Aspect.choices)
    direction = forms.ChoiceField(label=gettext_lazy("Arah"), choices=Indicator.Direction.choices)
    source = PlainText(
        label=gettext_lazy("Sumber data"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Dari mana angkanya diambil, misalnya laporan bulanan."),
    )


class ResultRow(Row):
    text = PlainText(
        label=gettext_lazy("Rencana hasil kerja"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=PlannedResult.Kind.choices)


class Result:
    """One planned result as the page shows it: its own fields and the rows of its indicators."""

    def __init__(self, n, typed, *, is_bound):
        self.n = n
        self.form = _row(ResultRow, f"result-{n}", typed["fields"], is_bound)
        self.indicators = [
            _row(IndicatorRow, f"result-{n}-indicator-{m}", fields, is_bound)
            for m, fields in enumerate(typed["indicators"])
        ]

    @property
    def number(self):
        """As people count."""
        return self.n + 1

    @property
    def forms(self):
        return [self.form, *self.indicators]


class PlanForm:
    """`typed` is [{"fields": {...}, "indicators": [{...}]}], as text; bound once it was sent to be saved."""

    def __init__(self, typed, *, is_bound=False):
        self.typed, self.is_bound, self.faults = typed, is_bound, []
        self.results = [Result(n, row, is_bound=is_bound) for n, row in enumerate(typed)]

    @classmethod
    def of_plan(cls, rows):
        """From planned results with their indicators; a plan without any begins with one empty row."""
        typed = [
            {
                "fields": {"pk": result.pk, "text": result.text, "kind": result.kind},
                "indicators": [_fields_of(indicator) for indicator in indicators],
            }
            for result, indicators in rows
        ]
        return cls(typed or [_empty_result()])

    @classmethod
    def typed_in(cls, post):
        return cls(_rows(post))

    def sent(self):
        """The same, bound, without the rows in which nobody wrote anything."""
        rows = [row | {"indicators": [one for one in row["indicators"] if _is_written(one)]} for row in self.typed]
        return PlanForm([row for row in rows if _is_written(row["fields"]) or row["indicators"]], is_bound=True)

    def after(self, command):
        """The same with a row more or less, and the id of the field to write in next."""
        name, *numbers = command.split(":")
        change = {
            "add_result": self._add_result,
            "add_indicator": self._add_indicator,
            "remove_result": self._remove_result,
            "remove_indicator": self._remove_indicator,
        }.get(name)
        if change is None or not all(number.isdecimal() for number in numbers):
            return self, ""
        try:
            focus = change(*map(int, numbers))
        except (IndexError, TypeError):
            return self, ""
        changed = PlanForm(self.typed)
        changed._refuse_too_many()
        changed._focus(focus)
        return changed, focus

    def is_valid(self):
        self.faults = [
            (f"id_{form.prefix}-{name}" if name != "__all__" else "", self._where(n, m, form, name), sentence)
            for n, result in enumerate(self.results)
            for m, form in enumerate(result.forms)
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]
        self._refuse_too_many()
        return not self.faults

    def _refuse_too_many(self):
        lines = sum(len(result.indicators) for result in self.results)
        if len(self.results) > MOST_RESULTS or lines > MOST_INDICATORS:
            self.refuse(
                _("SKP memuat paling banyak %(results)s rencana hasil kerja dan %(indicators)s indikator.")
                % {"results": MOST_RESULTS, "indicators": MOST_INDICATORS}
            )

    def refuse(self, sentence):
        """What belongs to no field stands first."""
        self.faults.insert(0, ("", "", sentence))

    def texts(self):
        """What the action writes."""
        return [
            ResultText(
                indicators=[IndicatorText(**form.cleaned_data) for form in result.indicators],
                **result.form.cleaned_data,
            )
            for result in self.results
        ]

    def _focus(self, field_id):
        """The browser goes on writing where the row came or went."""
        for result in self.results:
            for form in result.forms:
                for name, field in form.fields.items():
                    if f"id_{form.prefix}-{name}" == field_id:
                        field.widget.attrs["autofocus"] = True

    def _where(self, n, m, form, name):
        label = form.fields[name].label if name in form.fields else ""
        if m == 0:
            return _("RHK %(n)s, %(label)s") % {"n": n + 1, "label": label}
        return _("RHK %(n)s, indikator %(m)s, %(label)s") % {"n": n + 1, "m": m, "label": label}

    def _add_result(self):
        self.typed.append(_empty_result())
        return f"id_result-{len(self.typed) - 1}-text"

    def _add_indicator(self, n):
        lines = self.typed[n]["indicators"]
        lines.append(_empty_indicator())
        return f"id_result-{n}-indicator-{len(lines) - 1}-name"

    def _remove_result(self, n):
        del self.typed[n]
        return f"id_result-{min(n, len(self.typed) - 1)}-text" if self.typed else "add-result"

    def _remove_indicator(self, n, m):
        del self.typed[n]["indicators"][m]
        return f"id_result-{n}-text"


def _row(kind, prefix, fields, is_bound):
    if not is_bound:
        return kind(prefix=prefix, initial=fields)
    return kind({f"{prefix}-{name}": value for name, value in fields.items()}, prefix=prefix)


def _rows(post):
    """What was typed, in the order of its numbers; numbers left out by a removed row do not matter."""
    results = {}
    for name, value in post.items():
        if found := INDICATOR.fullmatch(name):
            n, m, field = found.groups()
            lines = results.setdefault(int(n), _Typed()).indicators
            lines.setdefault(int(m), {})[field] = value
        elif found := RESULT.fullmatch(name):
            results.setdefault(int(found[1]), _Typed()).fields[found[2]] = value
    rows = [results[n] for n in sorted(results)]
    return [{"fields": row.fields, "indicators": [row.indicators[m] for m in sorted(row.indicators)]} for row in rows]


class _Typed:
    def __init__(self):
        self.fields, self.indicators = {}, {}


def _fields_of(indicator):
    names = ("pk", "name", "target", "unit", "aspect", "direction", "source")
    return {name: getattr(indicator, name) for name in names}


def _empty_result():
    return {"fields": {"kind": PlannedResult.Kind.MAIN}, "indicators": [_empty_indicator()]}


def _empty_indicator():
    return {"aspect": Indicator.Aspect.QUANTITY, "direction": Indicator.Direction.HIGHER}


def _is_written(fields):
    return any(str(value).strip() for name, value in fields.items() if name not in FIRST_CHOICES)
