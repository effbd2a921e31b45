"""Verbs on posts and lines: what HR may record, what is refused in a sentence, what it does to the line."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from organization import actions
from organization.models import Assignment, Post, ReportingOverride, User
from organization.roles import Role
from organization.rules import RuleBroken
from organization.selectors import ReportingLines
from tests.people import hold, make_employee, make_post, make_unit, make_user, override

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.fixture
def rina():
    return make_user("Rina", roles=[Role.HR_ADMIN])


@pytest.fixture
def head_post():
    return make_post("Kepala Dinas", kind=Post.Kind.JPT)


@pytest.fixture
def chief_post(head_post):
    return make_post("Kepala Seksi", superior=head_post, kind=Post.Kind.PENGAWAS)


@pytest.fixture
def head(head_post):
    return make_employee("Hasan", post=head_post)


@pytest.fixture
def chief(chief_post):
    return make_employee("Rahmat", post=chief_post)


@pytest.fixture
def clerk(chief_post):
    return make_employee("Siti", post=make_post("Pengadministrasi", superior=chief_post))


def events_of(person):
    return list(Entry.objects.filter(stream=f"user:{person.pk}").order_by("n").values_list("event", flat=True))


def refused(action, **facts):
    before = [model.objects.count() for model in (Assignment, ReportingOverride, Post, User, Entry)]
    with pytest.raises(RuleBroken) as broken:
        action(at=NOW, **facts)
    assert [model.objects.count() for model in (Assignment, ReportingOverride, Post, User, Entry)] == before
    return broken.value


def set_override(person, supervisor, by, **facts):
    given = {"from_date": TODAY, "to_date": None, "reason": "Bekerja di proyek lain"} | facts
    return {"person": person, "supervisor": supervisor, "by": by, **given}


def acting(person, post, by, **facts):
    given = {"kind": "plt", "from_date": TODAY, "to_date": TODAY + 90 * DAY, "letter_no": "800/7/2026"} | facts
    return {"person": person, "post": post, "by": by, **given}


class TestOverride:
    def test_it_moves_the_line_and_is_kept_with_its_reason(self, rina, head, chief, clerk):
        row = actions.set_override(**set_override(clerk, head, rina), at=NOW)
        assert ReportingLines(TODAY).supervisor_of(clerk.pk).user_id == head.pk
        assert ReportingLines(TODAY - DAY).supervisor_of(clerk.pk).user_id == chief.pk
        version = row.history.get()
        assert (version.history_user, version.history_change_reason) == (rina, "Bekerja di proyek lain")
        assert events_of(clerk) == ["user.supervisor_overridden"]

    def test_never_by_the_person_himself(self, rina, clerk):
        assert refused(actions.set_override, **set_override(clerk, clerk, rina)).field == "supervisor"

    def test_hr_does_not_choose_its_own_supervisor(self, head):
        by = make_employee("Rina", roles=[Role.HR_ADMIN])
        assert "catatan Anda sendiri" in str(refused(actions.set_override, **set_override(by, head, by)))

    def test_never_by_a_subordinate(self, rina, head, chief, clerk):
        for below in (chief, clerk):
            assert refused(actions.set_override, **set_override(head, below, rina)).field == "supervisor"

    def test_never_in_a_circle_of_overrides(self, rina, clerk):
        other = make_employee("Budi")
        override(clerk, other)
        assert refused(actions.set_override, **set_override(other, clerk, rina)).field == "supervisor"

    def test_never_in_a_circle_that_begins_later(self, rina, clerk):
        other = make_employee("Budi")
        override(clerk, other, from_date=TODAY + 30 * DAY)
        assert refused(actions.set_override, **set_override(other, clerk, rina)).field == "supervisor"
        until = set_override(other, clerk, rina, to_date=TODAY + 29 * DAY)
        actions.set_override(**until, at=NOW)

    @pytest.mark.parametrize(("starts", "ends", "free"), [(-9, -1, True), (-9, 0, False), (5, 9, False), (6, 9, True)])
    def test_one_at_a_time(self, rina, head, chief, clerk, starts, ends, free):
        override(clerk, head, TODAY, TODAY + 5 * DAY)
        facts = set_override(clerk, head, rina, from_date=TODAY + starts * DAY, to_date=TODAY + ends * DAY)
        if free:
            actions.set_override(**facts, at=NOW)
        else:
            assert refused(actions.set_override, **facts).field == "from_date"

    def test_not_by_a_deactivated_account(self, rina, clerk):
        gone = make_employee("Budi", is_active=False)
        assert refused(actions.set_override, **set_override(clerk, gone, rina)).field == "supervisor"

    @pytest.mark.parametrize(
        ("facts", "field"),
        [({"reason": " "}, "reason"), ({"to_date": TODAY - DAY}, "to_date"), ({"reason": "<script>"}, "reason")],
    )
    def test_it_needs_a_reason_and_a_time(self, rina, head, clerk, facts, field):
        assert refused(actions.set_override, **set_override(clerk, head, rina, **facts)).field == field

    def test_it_ends_with_a_reason_and_not_twice_later(self, rina, head, clerk):
        row = override(clerk, head, TODAY - DAY)
        end = {"override": row, "reason": "Proyek selesai", "by": rina}
        actions.end_override(**end, to_date=TODAY, at=NOW)
        row.refresh_from_db()
        assert row.to_date == TODAY
        assert events_of(clerk) == ["user.override_ended"]
        assert refused(actions.end_override, **end, to_date=TODAY + DAY).field == "to_date"
        assert refused(actions.end_override, **end, to_date=TODAY - 2 * DAY).field == "to_date"


class TestActing:
    def test_a_plt_takes_over_a_vacant_post(self, rina, chief_post, clerk):
        budi = make_employee("Budi")
        row = actions.appoint_acting(**acting(budi, chief_post, rina), at=NOW)
        assert ReportingLines(TODAY).supervisor_of(clerk.pk).capacity == "plt"
        assert row.history.get().history_user == rina
        assert events_of(budi) == ["user.acting_appointed"]

    def test_a_plt_only_for_a_vacant_post(self, rina, chief, chief_post):
        broken = refused(actions.appoint_acting, **acting(make_employee("Budi"), chief_post, rina))
        assert (broken.field, "Rahmat" in str(broken)) == ("post", True)

    def test_a_post_is_vacant_when_its_holder_is_deactivated_or_has_left(self, rina, chief, chief_post):
        chief.assignments.update(to_date=TODAY - DAY)
        actions.appoint_acting(**acting(make_employee("Budi"), chief_post, rina), at=NOW)

    def test_a_plh_only_for_somebody_who_is_away(self, rina, chief_post):
        assert (
            refused(actions.appoint_acting, **acting(make_employee("B"), chief_post, rina, kind="plh")).field == "kind"
        )

    def test_a_plh_beside_the_holder(self, rina, chief, chief_post, clerk):
        budi = make_employee("Budi")
        actions.appoint_acting(**acting(budi, chief_post, rina, kind="plh"), at=NOW)
        assert ReportingLines(TODAY).supervisor_of(clerk.pk).user_id == budi.pk

    @pytest.mark.parametrize(("starts", "free"), [(89, False), (90, False), (91, True)])
    def test_one_plt_at_a_time(self, rina, chief_post, starts, free):
        hold(make_employee("Budi"), chief_post, "plt", TODAY, TODAY + 90 * DAY)
        start = TODAY + starts * DAY
        facts = acting(make_employee("Citra"), chief_post, rina, from_date=start, to_date=None)
        if free:
            actions.appoint_acting(**facts, at=NOW)
        else:
            assert refused(actions.appoint_acting, **facts).field == "post"

    def test_one_plh_at_a_time(self, rina, chief, chief_post):
        hold(make_employee("Budi"), chief_post, "plh", TODAY, TODAY + DAY)
        broken = refused(actions.appoint_acting, **acting(make_employee("Citra"), chief_post, rina, kind="plh"))
        assert (broken.field, "Budi" in str(broken)) == ("post", True)

    def test_not_in_his_own_post(self, rina, chief, chief_post):
        assert refused(actions.appoint_acting, **acting(chief, chief_post, rina, kind="plh")).field == "post"

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"letter_no": " "}, "letter_no"),
            ({"kind": "definitive"}, "kind"),
            ({"to_date": TODAY - DAY}, "to_date"),
            ({"letter_no": "<i>1</i>"}, "letter_no"),
        ],
    )
    def test_by_letter_and_for_a_time(self, rina, chief_post, facts, field):
        assert refused(actions.appoint_acting, **acting(make_employee("B"), chief_post, rina, **facts)).field == field

    def test_not_for_a_deactivated_account(self, rina, chief_post):
        gone = make_employee("Budi", is_active=False)
        assert "nonaktif" in str(refused(actions.appoint_acting, **acting(gone, chief_post, rina)))

    def branches(self):
        """Two branches of a head's post, a chief's below it and a clerk's below that; the heads' posts are vacant."""
        made = []
        for n in (1, 2):
            head = make_post(f"Kepala Dinas {n}", kind=Post.Kind.JPT)
            chief = make_post(f"Kepala Seksi {n}", superior=head, kind=Post.Kind.PENGAWAS)
            clerk = make_employee(f"Staf {n}", post=make_post(f"Staf {n}", superior=chief))
            made.append((head, make_employee(f"Kasi {n}", post=chief), clerk))
        return made

    def test_two_letters_make_no_circle(self, rina):
        """Each leads the other's branch: who would rate whom?"""
        (head, chief, _), (other_head, other_chief, _) = self.branches()
        actions.appoint_acting(**acting(other_chief, head, rina), at=NOW)
        broken = refused(actions.appoint_acting, **acting(chief, other_head, rina))
        assert (broken.field, "Kasi 1" in str(broken)) == ("post", True)
        actions.appoint_acting(**acting(make_employee("Budi"), other_head, rina), at=NOW)

    def test_a_letter_for_ones_own_superiors_post_is_no_circle(self, rina):
        (head, chief, _clerk), _ = self.branches()
        actions.appoint_acting(**acting(chief, head, rina), at=NOW)
        assert ReportingLines(TODAY).supervisor_of(chief.pk) is None

    def test_no_circle_through_an_override(self, rina):
        (head, chief, clerk), _ = self.branches()
        outsider = make_employee("Budi")
        override(outsider, clerk)
        assert refused(actions.appoint_acting, **acting(outsider, head, rina)).field == "post"

    def test_no_circle_that_begins_later(self, rina):
        (head, chief, _), (other_head, other_chief, _) = self.branches()
        hold(other_chief, head, "plt", TODAY + 30 * DAY)
        assert refused(actions.appoint_acting, **acting(chief, other_head, rina)).field == "post"
        actions.appoint_acting(**acting(chief, other_head, rina, to_date=TODAY + 29 * DAY), at=NOW)

    def test_no_circle_that_begins_when_a_stand_in_leaves(self, rina):
        (head, chief, _), (other_head, other_chief, _) = self.branches()
        hold(other_chief, head, "plt", TODAY)
        hold(make_employee("Pengganti"), head, "plh", TODAY, TODAY + 7 * DAY)
        until = acting(chief, other_head, rina, to_date=TODAY + 8 * DAY)
        assert refused(actions.appoint_acting, **until).field == "post"
        actions.appoint_acting(**until | {"to_date": TODAY + 7 * DAY}, at=NOW)

    def test_an_override_looks_at_letters_that_begin_later(self, rina):
        (head, chief, clerk), _ = self.branches()
        outsider = make_employee("Budi")
        hold(outsider, head, "plt", TODAY + 30 * DAY)
        assert refused(actions.set_override, **set_override(outsider, clerk, rina)).field == "supervisor"
        actions.set_override(**set_override(outsider, clerk, rina, to_date=TODAY + 29 * DAY), at=NOW)

    def test_it_ends_with_a_reason(self, rina, chief_post):
        budi = make_employee("Budi")
        row = hold(budi, chief_post, "plt", TODAY)
        actions.end_assignment(assignment=row, to_date=TODAY, reason="Pejabat dilantik", by=rina, at=NOW)
        row.refresh_from_db()
        assert row.to_date == TODAY
        assert events_of(budi) == ["user.assignment_ended"]


class TestOfficial:
    def facts(self, by, **facts):
        given = {
            "name": "Letnan Dalimunthe",
            "email": "",
            "post_title": "Wali Kota",
            "unit": facts.pop("unit", None) or make_unit("Sekretariat Daerah"),
            "from_date": TODAY,
            "letter_no": "131.12/2026",
            "subordinates": [],
        }
        return given | facts | {"by": by}

    def test_the_top_posts_report_to_him_and_he_is_no_employee(self, rina, head, head_post):
        mayor = actions.record_official(**self.facts(rina, subordinates=[head_post]), at=NOW)
        assert ReportingLines(TODAY).supervisor_of(head.pk).user_id == mayor.pk
        assert not hasattr(mayor, "employee")
        assert not mayor.has_usable_password()
        assert events_of(mayor) == ["user.official_added"]
        assert mayor.history.get().history_user == rina
        assert head_post.history.order_by("history_id").last().history_user == rina

    def test_his_name_is_not_in_his_username(self, rina):
        mayor = actions.record_official(**self.facts(rina), at=NOW)
        assert "letnan" not in mayor.username.lower()

    def test_a_post_is_held_by_one_and_then_by_the_next(self, rina):
        unit = make_unit()
        mayor = actions.record_official(**self.facts(rina, unit=unit), at=NOW)
        again = self.facts(rina, unit=unit, name="Irsan", post_title="wali kota", from_date=TODAY + DAY)
        assert refused(actions.record_official, **again).field == "post_title"
        held = mayor.assignments.get()
        actions.end_assignment(assignment=held, to_date=TODAY, reason="Masa jabatan berakhir", by=rina, at=NOW)
        successor = actions.record_official(**again, at=NOW)
        assert successor.assignments.get().post == held.post

    @pytest.mark.parametrize(
        ("facts", "field"),
        [({"name": " "}, "name"), ({"post_title": "<b>"}, "post_title"), ({"letter_no": ""}, "letter_no")],
    )
    def test_three_texts_are_needed(self, rina, facts, field):
        assert refused(actions.record_official, **self.facts(rina, **facts)).field == field

    def test_an_address_belongs_to_one_person(self, rina):
        make_user("Budi", email="Wali@kota.example")
        assert refused(actions.record_official, **self.facts(rina, email="wali@KOTA.example")).field == "email"

    def test_only_hr_records_him(self, clerk):
        with pytest.raises(PermissionDenied):
            actions.record_official(**self.facts(clerk), at=NOW)
