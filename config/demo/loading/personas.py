"""Who the demo accounts are: one line of people who rate each other, a committee apart from it, HR, an inspector."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from audit.acts import Act, write
from organization import events
from organization.models import SYSTEM, Assignment, Employee, User
from organization.roles import Role
from organization.selectors import ReportingLines

PASSWORD = "timbang-demo"  # noqa: S105 - printed for everybody who tries the demo
PREFERRED = ("Komunikasi", "Kependudukan", "Kesehatan")  # agencies whose work visitors recognise
ROLES_SINCE = datetime.timedelta(days=350)
TEAM_SIZES, SEATS, PILOT_SIZE = range(5, 10), 5, 40


@dataclass
class Cast:
    employee: User
    supervisor: User
    second_level: User
    members: list[User]
    hr_admin: User
    inspector: User
    team: list[User]  # whom the supervisor rates, besides the employee
    neighbours: list[User]  # others in the same agency

    @property
    def agency(self):
        """Everybody of it but the employee."""
        return [*self.team, *self.neighbours]

    def accounts(self):
        named = {
            "employee": self.employee,
            "supervisor": self.supervisor,
            "second-level": self.second_level,
            "hr-admin": self.hr_admin,
            "inspector": self.inspector,
        }
        return named | {f"committee-{n}": member for n, member in enumerate(self.members, 1)}


def cast(city, people, at):
    """Choose the personas from the city as it is, and give HR and the inspector their roles."""
    desks = _Desks(at.date())
    supervisor, second_level, staff = desks.line_of_a_team()
    employee, *team = staff
    taken = {employee, supervisor, second_level, *team}
    agency = [one for one in desks.agency_of(second_level) if one not in taken][: PILOT_SIZE - len(staff)]
    members = desks.leaders(SEATS, but=taken, rather_not=desks.parties([*taken, *agency]))
    taken |= set(members)
    hr_admin = desks.someone_in("Kepegawaian", but=taken)
    inspector = desks.someone_in("Inspektorat", but=taken | {hr_admin})
    _grant(people, {hr_admin: Role.HR_ADMIN, inspector: Role.INSPECTOR}, at - ROLES_SINCE)
    agency = [one for one in agency if one not in (*members, hr_admin, inspector)]
    everybody = User.objects.in_bulk([*taken, hr_admin, inspector, *agency])
    return Cast(
        employee=everybody[employee], supervisor=everybody[supervisor], second_level=everybody[second_level],
        members=[everybody[member] for member in members], hr_admin=everybody[hr_admin],
        inspector=everybody[inspector], team=[everybody[one] for one in team],
        neighbours=[everybody[one] for one in agency],
    )  # fmt: skip


def open_accounts(cast, at):
    """Names to sign in with; only while DEMO is set does the login page offer them."""
    password, acts = make_password(PASSWORD), []
    accounts = cast.accounts()
    now = User.objects.in_bulk([user.pk for user in accounts.values()])  # as the stories have left them
    for username, user in accounts.items():
        act = Act(now[user.pk], by=SYSTEM, at=at)
        act.change(now[user.pk], username=username, password=password, is_demo=True)
        act.record(events.DEMO_ACCOUNT_OPENED)
        acts.append(act)
    write(*acts)


def _grant(people, roles, at):
    acts = []
    for user in User.objects.filter(pk__in=roles):
        act = Act(user, by=SYSTEM, at=at)
        act.change(user, roles=[roles[user.pk].value])
        act.record(events.ROLE_GRANTED, role=roles[user.pk].value)
        acts.append(act)
    write(*acts)


class _Desks:
    """Who sits where and under whom, read once."""

    def __init__(self, on):
        held = Assignment.objects.on(on).filter(kind="definitive").order_by("pk")
        rows = held.values_list("holder", "post__kind", "post__unit__name", "post__unit__parent__name")
        self.rows = {holder: (kind, f"{unit} {parent or ''}") for holder, kind, unit, parent in rows}
        lines = ReportingLines(on)
        self.employees = [pk for pk in Employee.objects.order_by("pk").values_list("pk", flat=True) if pk in self.rows]
        self.above = {pk: lines.supervisor_of(pk) for pk in self.employees}
        self.second = {pk: lines.second_level_of(pk) for pk in self.employees}

    def line_of_a_team(self):
        """(supervisor, second level, their staff): all in definitive posts, a team of handy size."""
        teams = {}
        for pk in self.employees:
            above, second = self.above[pk], self.second[pk]
            usable = above and second and {above.capacity, second.capacity} == {"definitive"}
            if usable and self.rows[pk][0] in ("fungsional", "pelaksana") and second.user_id in self.rows:
                teams.setdefault((above.user_id, second.user_id), []).append(pk)
        handy = {line: staff for line, staff in teams.items() if len(staff) in TEAM_SIZES} or teams
        line = min(handy, key=lambda line: (self._rank_of(line[0]), -len(self.below(line[1]))))
        return *line, handy[line]

    def leaders(self, count, *, but, rather_not):
        """Heads who are no party to the pilot's cases, as far as the city has enough of them."""
        ranks = ("jpt", "administrator", "pengawas")
        chosen = [pk for pk in self.employees if self.rows[pk][0] in ranks and pk not in but]
        return sorted(chosen, key=lambda pk: (pk in rather_not, ranks.index(self.rows[pk][0])))[:count]

    def parties(self, people):
        lines = [line[pk] for pk in people for line in (self.above, self.second) if line[pk]]
        return {*people, *(held.user_id for held in lines)}

    def someone_in(self, word, *, but):
        """Somebody at work in an office of that name; in the smallest city anybody who is free."""
        staff = [pk for pk in self.employees if self.rows[pk][0] in ("fungsional", "pelaksana") and pk not in but]
        return next((pk for pk in staff if word in self.rows[pk][1]), staff[0])

    def agency_of(self, second_level):
        """His own line first, then the rest of those under his superior."""
        above = self.above[second_level]
        found = self.below(second_level) + (self.below(above.user_id) if above else [])
        return list(dict.fromkeys(found))

    def below(self, second_level):
        return [
            pk
            for pk in self.employees
            if any(line[pk] and line[pk].user_id == second_level for line in (self.above, self.second))
        ]

    def _rank_of(self, supervisor):
        office = self.rows.get(supervisor, ("", ""))[1]
        return next((n for n, word in enumerate(PREFERRED) if word in office), len(PREFERRED))
