"""People for tests, each a row or two; valid by default."""

import datetime
import itertools

from organization.models import Assignment, Employee, Identifier, Post, ReportingOverride, Unit, User

START = datetime.date(2025, 1, 1)
_numbers = itertools.count(1)


def make_unit(name="Dinas Kesehatan", **facts):
    return Unit.objects.create(name=name, code=facts.pop("code", f"U{next(_numbers)}"), **facts)


def make_post(title, *, superior=None, unit=None, kind=Post.Kind.PELAKSANA):
    unit = unit or (superior and superior.unit) or make_unit()
    return Post.objects.create(unit=unit, title=title, superior=superior, kind=kind)


def make_user(name, *, roles=(), **facts):
    return User.objects.create(username=f"p{next(_numbers)}", name=name, roles=list(roles), **facts)


def make_employee(name, *, post=None, nip="", type="pns", rank="III/b", roles=(), **facts):
    user = make_user(name, roles=roles, **facts)
    employee = Employee.objects.create(user=user, type=type, rank=rank)
    if nip:
        Identifier.objects.create(employee=employee, kind="nip", number=nip, from_date=START)
    if post:
        hold(user, post)
    return user


def hold(user, post, kind="definitive", from_date=START, to_date=None):
    letter_no = "" if kind == "definitive" else "800/1/2026"
    return Assignment.objects.create(
        holder=user, post=post, kind=kind, from_date=from_date, to_date=to_date, letter_no=letter_no
    )


def override(user, supervisor, from_date=START, to_date=None, reason="Bekerja pada proyek lain"):
    return ReportingOverride.objects.create(
        employee=user.employee, supervisor=supervisor, from_date=from_date, to_date=to_date, reason=reason
    )
