"""Who reports to whom on a date, and why: one small dinas, then everything that can be odd about it."""

from datetime import date, timedelta

import pytest

from organization.models import Post
from organization.selectors import (
    Reason,
    ReportingLines,
    Superior,
    line_gaps,
    supervisor_of,
)
from tests.people import START, hold, make_employee, make_post, make_unit, make_user, override

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.fixture
def city():
    return City()


class City:
    """mayor > sekda > head > secretary > chief > clerk; every post held."""

    def __init__(self):
        self.office = make_unit("Sekretariat Daerah")
        self.mayor_post = make_post("Wali Kota", unit=self.office, kind=Post.Kind.OFFICIAL)
        self.sekda_post = make_post("Sekretaris Daerah", superior=self.mayor_post, kind=Post.Kind.JPT)
        dinas = make_unit("Dinas Kesehatan")
        self.head_post = make_post("Kepala Dinas", superior=self.sekda_post, unit=dinas, kind=Post.Kind.JPT)
        self.secretary_post = make_post("Sekretaris", superior=self.head_post, kind=Post.Kind.ADMINISTRATOR)
        self.chief_post = make_post("Kasubbag Umum", superior=self.secretary_post, kind=Post.Kind.PENGAWAS)
        self.clerk_post = make_post("Pengadministrasi", superior=self.chief_post)
        self.mayor = make_user("Mayor")
        hold(self.mayor, self.mayor_post)
        for name in ("sekda", "head", "secretary", "chief", "clerk"):
            setattr(self, name, make_employee(name, post=getattr(self, f"{name}_post")))

    def leaves(self, person, on=TODAY):
        """The definitive holder's last day is the day before."""
        person.assignments.filter(kind="definitive").update(to_date=on - DAY)


def lines(on=TODAY):
    return ReportingLines(on)


def held(person, capacity="definitive"):
    return Superior(person.pk, capacity)


def test_the_holder_of_the_post_above_rates_and_the_one_above_him_decides(city):
    assert lines().supervisor_of(city.clerk.pk) == held(city.chief)
    assert lines().second_level_of(city.clerk.pk) == held(city.secretary)
    assert supervisor_of(city.clerk.employee, TODAY) == held(city.chief)


def test_an_official_rates_although_nobody_rates_him(city):
    assert lines().supervisor_of(city.sekda.pk) == held(city.mayor)
    assert lines().second_level_of(city.sekda.pk) is None
    assert lines().why_second(city.sekda.pk).reason == Reason.TOP
    assert lines().supervisor_of(city.mayor.pk) is None
    assert lines().why(city.mayor.pk).reason == Reason.TOP


def test_a_vacant_post_leaves_no_supervisor_and_is_named(city):
    city.leaves(city.chief)
    why = lines().why(city.clerk.pk)
    assert (why.superior, why.reason, why.post) == (None, Reason.VACANT, city.chief_post.pk)
    assert lines().why_second(city.clerk.pk).reason == Reason.NO_SUPERVISOR


def test_a_chain_of_vacancies_names_the_first(city):
    city.leaves(city.chief)
    city.leaves(city.secretary)
    assert lines().why(city.clerk.pk).post == city.chief_post.pk


def test_a_vacancy_above_the_supervisor_leaves_no_second_level(city):
    city.leaves(city.secretary)
    assert lines().supervisor_of(city.clerk.pk) == held(city.chief)
    why = lines().why_second(city.clerk.pk)
    assert (why.superior, why.reason, why.post) == (None, Reason.VACANT, city.secretary_post.pk)


def test_a_deactivated_holder_leaves_the_post_vacant(city):
    type(city.chief).objects.filter(pk=city.chief.pk).update(is_active=False)
    assert lines().why(city.clerk.pk).reason == Reason.VACANT


def test_a_plt_head_does_not_rate_himself(city):
    city.leaves(city.head)
    hold(city.secretary, city.head_post, "plt")
    why = lines().why(city.secretary.pk)
    assert why.superior == held(city.sekda)
    assert why.passed == (city.head_post.pk,)
    assert lines().second_level_of(city.secretary.pk) == held(city.mayor)


def test_a_plt_head_is_not_the_second_level_of_his_own_staff(city):
    city.leaves(city.head)
    hold(city.secretary, city.head_post, "plt")
    assert lines().supervisor_of(city.chief.pk) == held(city.secretary)
    assert lines().second_level_of(city.chief.pk) == held(city.sekda)


def test_a_plt_from_another_office_is_followed_by_the_line_of_the_post_he_acts_in(city):
    school = make_post("Kepala Sekolah", superior=city.head_post)
    guest = make_employee("guest", post=make_post("Guru", superior=school))
    city.leaves(city.chief)
    hold(guest, city.chief_post, "plt")
    assert lines().supervisor_of(city.clerk.pk) == held(guest, "plt")
    assert lines().second_level_of(city.clerk.pk) == held(city.secretary)


def test_an_override_of_a_plt_guest_does_not_move_the_second_level_of_the_post(city):
    guest = make_employee("guest", post=make_post("Guru"))
    override(guest, city.mayor)
    city.leaves(city.chief)
    hold(guest, city.chief_post, "plt")
    assert lines().second_level_of(city.clerk.pk) == held(city.secretary)


def test_a_plt_who_acts_two_levels_up_passes_both_posts(city):
    city.leaves(city.head)
    city.leaves(city.secretary)
    hold(city.chief, city.secretary_post, "plt")
    hold(city.chief, city.head_post, "plt")
    why = lines().why(city.chief.pk)
    assert (why.superior, why.passed) == (held(city.sekda), (city.secretary_post.pk, city.head_post.pk))


def test_a_plh_stands_in_while_the_holder_is_away(city):
    away = hold(city.secretary, city.head_post, "plh", TODAY, TODAY + 6 * DAY)
    chief = city.chief.pk
    assert lines().why(city.secretary.pk).superior == held(city.sekda)
    assert lines(away.to_date).second_level_of(chief) == held(city.sekda)
    assert lines(away.to_date + DAY).second_level_of(chief) == held(city.head)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), "definitive"),
        (("plt",), "definitive"),
        (("plh",), "plh"),
        (("plt", "plh"), "plh"),
    ],
)
def test_plh_goes_before_the_holder_and_the_holder_before_plt(city, kinds, expected):
    for kind in kinds:
        hold(make_employee(kind), city.chief_post, kind)
    assert lines().supervisor_of(city.clerk.pk).capacity == expected


def test_of_two_acting_holders_the_latest_letter_counts(city):
    city.leaves(city.chief)
    former, latter = make_employee("former"), make_employee("latter")
    hold(latter, city.chief_post, "plt", START + DAY)
    hold(former, city.chief_post, "plt", START)
    assert lines().supervisor_of(city.clerk.pk) == held(latter, "plt")


@pytest.mark.parametrize(("day", "expected"), [(-1, "chief"), (0, "guest"), (5, "guest"), (6, "chief")])
def test_an_override_counts_from_its_first_to_its_last_day(city, day, expected):
    city.guest = make_employee("guest")
    override(city.clerk, city.guest, TODAY, TODAY + 5 * DAY)
    assert lines(TODAY + day * DAY).supervisor_of(city.clerk.pk) == held(getattr(city, expected))


@pytest.mark.parametrize(
    ("day", "expected"), [(-1, Reason.VACANT), (0, Reason.LINE), (5, Reason.LINE), (6, Reason.VACANT)]
)
def test_an_assignment_counts_from_its_first_to_its_last_day(city, day, expected):
    city.leaves(city.chief, START + DAY)
    hold(make_employee("guest"), city.chief_post, "plt", TODAY, TODAY + 5 * DAY)
    assert lines(TODAY + day * DAY).why(city.clerk.pk).reason == expected


def test_an_override_brings_the_second_level_of_the_new_supervisor(city):
    row = override(city.clerk, city.head)
    why = lines().why(city.clerk.pk)
    assert (why.superior, why.reason, why.override) == (held(city.head), Reason.OVERRIDE, row.pk)
    assert lines().second_level_of(city.clerk.pk) == held(city.sekda)


def test_an_override_of_the_supervisor_moves_the_second_level(city):
    override(city.chief, city.head)
    assert lines().second_level_of(city.clerk.pk) == held(city.head)


def test_the_person_himself_is_never_his_own_second_level(city):
    override(city.head, city.chief)
    override(city.chief, city.head)  # refused by the action, but rows may come from elsewhere
    assert lines().second_level_of(city.head.pk) == held(city.secretary)


def test_a_deactivated_override_supervisor_leaves_a_gap_and_not_the_old_line(city):
    guest = make_employee("guest", is_active=False)
    override(city.clerk, guest)
    assert lines().why(city.clerk.pk).reason == Reason.OVERRIDE_INACTIVE


def test_somebody_without_a_definitive_post_has_no_line(city):
    city.leaves(city.clerk)
    hold(city.clerk, city.chief_post, "plt")
    assert lines().why(city.clerk.pk).reason == Reason.NO_POST


def test_somebody_without_a_post_follows_his_override(city):
    city.leaves(city.clerk)
    override(city.clerk, city.head)
    assert lines().second_level_of(city.clerk.pk) == held(city.sekda)


def test_a_circle_of_posts_ends(city):
    Post.objects.filter(pk=city.mayor_post.pk).update(superior=city.clerk_post)
    for name in ("head", "secretary", "chief", "clerk", "sekda"):
        city.leaves(getattr(city, name))
    hold(city.mayor, city.clerk_post, "plt")
    assert lines().why(city.mayor.pk).reason == Reason.VACANT
    assert lines().reaches(city.mayor.pk, city.head.pk) is False


def test_going_up_reaches_everybody_above_and_nobody_below(city):
    assert lines().reaches(city.clerk.pk, city.mayor.pk)
    assert not lines().reaches(city.sekda.pk, city.clerk.pk)


def test_a_supervisor_sees_whom_he_rates(city):
    override(city.clerk, city.head)
    assert sorted(lines().supervised_by(city.head.pk)) == sorted([city.secretary.pk, city.clerk.pk])


def test_employees_without_supervisor_come_by_cause_the_widest_first(city):
    second = make_employee("second clerk", post=make_post("Arsiparis", superior=city.chief_post))
    third = make_employee("third clerk", post=second.assignments.get().post)
    idle = make_employee("idle")
    make_employee("gone", is_active=False)
    city.leaves(city.chief)
    gaps = line_gaps(lines())
    assert [(gap.reason, gap.post, sorted(gap.employees)) for gap in gaps] == [
        (Reason.VACANT, city.chief_post, [city.clerk.pk, second.pk, third.pk]),
        (Reason.NO_POST, None, sorted([city.chief.pk, idle.pk])),
    ]


def test_a_vacancy_at_the_second_level_is_a_gap_and_the_top_is_none(city):
    city.leaves(city.secretary)
    assert lines().why_second(city.clerk.pk).is_gap
    assert not lines().why_second(city.sekda.pk).is_gap
    found = [(gap.is_second, gap.reason, gap.post, gap.employees) for gap in line_gaps(lines())]
    assert found == [
        (False, Reason.NO_POST, None, [city.secretary.pk]),
        (True, Reason.VACANT, city.secretary_post, [city.clerk.pk]),
        (False, Reason.VACANT, city.secretary_post, [city.chief.pk]),
    ]
    assert len({gap.key for gap in line_gaps(lines())}) == 3


def test_a_second_level_set_by_hr_whose_account_is_closed_is_a_gap_too(city):
    override(city.chief, city.head)
    type(city.head).objects.filter(pk=city.head.pk).update(is_active=False)
    assert lines().why_second(city.clerk.pk).reason == Reason.OVERRIDE_INACTIVE
    assert lines().why_second(city.clerk.pk).is_gap


def test_above_whoever_rates_a_case_though_the_line_names_another(city):
    assert lines().why_above(city.chief.pk, city.clerk.pk) == lines().why_second(city.clerk.pk)
    assert lines().why_above(city.head.pk, city.clerk.pk).superior == held(city.sekda)
    city.leaves(city.sekda)
    assert lines().why_above(city.head.pk, city.clerk.pk).reason == Reason.VACANT
    assert lines().why_above(city.mayor.pk, city.clerk.pk).reason == Reason.TOP


def test_the_whole_line_takes_three_statements(city, django_assert_num_queries):
    with django_assert_num_queries(3):
        found = lines()
        for person in (city.clerk, city.chief, city.head):
            found.supervisor_of(person.pk)
            found.second_level_of(person.pk)
