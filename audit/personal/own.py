"""What the access journal holds of a person."""

from django.db.models import Q

from audit.models import Access, Question


def accesses(person, at):
    """Who looked at what concerns him, what he looked at, and what he asked."""
    about = Access.objects.filter(person=person).visible_to(person, at=at).select_related("viewer", "on_behalf_of")
    by = Access.objects.filter(viewer=person).filter(Q(inspection=None) | Q(inspection__inspector=person))
    questions = Question.objects.filter(access__person=person).select_related("access__viewer", "answered_by")
    return {
        "looked_at_me": [_look(row) | {"viewer": row.viewer.get_full_name()} for row in about.order_by("pk")],
        "looked_at_by_me": [_look(row) for row in by.order_by("pk")],
        "questions": [_question(row) for row in questions.order_by("pk")],
    }


def _look(row):
    names = ("at", "stream", "kind", "part", "capacity", "purpose")
    told = {name: getattr(row, name) for name in names}
    return told | {"on_behalf_of": row.on_behalf_of and row.on_behalf_of.get_full_name()}


def _question(row):
    return {
        "asked_at": row.asked_at,
        "to": row.to,
        "about": row.access.viewer.get_full_name(),
        "looked_at": row.access.at,
        "text": row.text,
        "answer": row.answer,
        "answered_by": row.answered_by and row.answered_by.get_full_name(),
        "answered_at": row.answered_at,
    }
