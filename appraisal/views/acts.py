"""A page on which somebody does one thing: typed, checked where it cannot be taken back, done."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from appraisal.rules import RuleBroken
from audit.receipts import with_number
from organization.forms.controls import Form
from organization.views.checking import CONFIRM, EDIT, in_words, kept

CHOICE = "_choice"  # ends the name of the buttons that tell people with one name apart


@dataclass(frozen=True)
class Page:
    """The words around one form. With `checked`, what was typed is shown once more before it is done.

    `about` is a template that shows what the act concerns; `consequences` say what it means, or
    find it from the form. `back` is where one came from and returns to, and `under` its name where
    the crumbs cannot tell; `then(made)` is another place to go to once it is done.
    """

    title: Any
    lead: Any
    submit: Any
    done: Any
    back: str = ""
    under: Any = ""
    consequences: Any = ()
    checked: bool = False
    is_grave: bool = False
    about: str = ""
    then: Any = None
    context: dict = field(default_factory=dict)


class Version(Form):
    """Remembers which version of the row the page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def renew(self):
        """The page now shows the row as it is: the next click speaks of that."""
        self.data = self.data.copy()
        self.data["version"] = self.initial["version"]


def posted(request):
    """The posted form, also an empty one; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def act(request, page, form, action, *, says_no=(RuleBroken,), **fixed):
    """Check, one call, back; a refusal leaves everything typed in place."""
    if not form.is_bound or EDIT in request.POST:
        return _show(request, page, form)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    if page.checked and CONFIRM not in request.POST:
        return _check(request, page, form)
    at = timezone.now()
    try:
        made = action(**form.cleaned_data, **fixed, by=request.user, at=at)
    except says_no as refusal:
        return refused(request, page, form, refusal)
    messages.success(request, with_number(page.done, by=request.user, at=at))
    return redirect(page.then(made) if page.then else page.back)


def refused(request, page, form, refusal):
    """The sentence of the refusal, at its field where it names one, with its status."""
    place(form, refusal)
    if hasattr(form, "renew"):
        form.renew()
    response = _show(request, page, form, status=status_of(refusal))
    if retry_after := getattr(refusal, "retry_after", None):
        response["Retry-After"] = retry_after
    return response


def place(form, refusal):
    """Put what was refused beside the fields it names; what belongs to none stands above the form."""
    fields = getattr(refusal, "fields", None) or {getattr(refusal, "field", ""): str(refusal)}
    for name, sentence in fields.items():
        visible = name in form.fields and not form.fields[name].widget.is_hidden
        form.add_error(name if visible else None, sentence)


def status_of(refusal):
    """A page answers 422 where the API answers 400."""
    status = getattr(refusal, "status", 422)
    return 422 if status == 400 else status


def answers(form):
    """[(label, lines)] of what was chosen or typed, for the check page; a form may know better."""
    if hasattr(form, "answers"):
        return form.answers()
    return [(bound.label, [in_words(bound, form.cleaned_data.get(bound.name))]) for bound in form.visible_fields()]


def chosen(form):
    """[(name, value)] of the people that were picked before: other lines may still be unclear."""
    open_lines = getattr(form, "candidates", {})
    picked = {name: value for name, value in form.data.items() if name.endswith(CHOICE)}
    return [(name, value) for name, value in picked.items() if name.removesuffix(CHOICE) not in open_lines]


def _check(request, page, form):
    means = page.consequences(form) if callable(page.consequences) else page.consequences
    facts = {
        "page": page,
        "form": form,
        "answers": answers(form),
        "kept": kept(request),
        "consequences": means,
        **page.context,
    }
    return render(request, "appraisal/act_check.html", facts)


def _show(request, page, form, *, status=200):
    facts = {"page": page, "form": form, "chosen": chosen(form), **page.context}
    return render(request, "appraisal/act.html", facts, status=status)
