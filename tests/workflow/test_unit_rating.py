"""What a unit reached: who sets it, what follows for its head, who explains; no rating changes by any of it."""

import pytest

from appraisal.actions import unit_rating as actions
from appraisal.actions.unit_rating import NotYours
from appraisal.models import Appraisal, Justification, JustificationDraft, UnitRating
from appraisal.notice_titles import unit_leads
from appraisal.rules import RuleBroken, Stale
from audit.models import Entry
from notifications.models import Notice
from organization.selectors import ReportingLines, head_posts, leading_of
from tests.calibrated import Calibrated
from tests.office import NOW, TODAY
from tests.people import hold, make_post, make_unit, make_user, override
from workflow.refusals import Invalid
from workflow.selectors import waiting

TEXT = "Sepuluh layanan memenuhi target triwulan ini tanpa tambahan pegawai."


@pytest.fixture
def office(db):
    return Calibrated([3, 8, 1, 0, 0], waits=True)


def rate(office, by=None, *, unit=None, rating="good", **more):
    where = (office.cycle.pk, (unit or office.unit).pk)
    return actions.set_unit_rating(*where, rating=rating, reason="Target.", by=by or office.mayor, at=NOW, **more)


def events_of(rating):
    return list(Entry.objects.filter(stream=f"unitrating:{rating.pk}").order_by("n").values_list("event", flat=True))


# --- who leads -----------------------------------------------------------------------------------
def test_the_head_holds_the_post_that_answers_to_somebody_outside(office):
    desk = make_post("Sekretaris", superior=office.head_post, kind="administrator")
    head = head_posts(viewer=office.head, on=TODAY)[office.unit.pk]
    assert (head.post, head.is_mine, head.is_above_mine) == (office.head_post.pk, True, False)
    assert head_posts(viewer=office.mayor, on=TODAY)[office.unit.pk].is_above_mine
    assert desk.pk not in {head.post for head in head_posts().values()}
    leading = leading_of(office.unit.pk, TODAY)
    assert (leading.head.user_id, leading.above.user_id) == (office.head.pk, office.mayor.pk)
    assert leading.above == ReportingLines(TODAY).supervisor_of(office.head.pk)


def test_a_school_is_led_by_a_teacher_where_nobody_holds_a_post_alone(office):
    school = make_unit("SD Negeri 1", parent=office.unit)
    post = make_post("Kepala sekolah", unit=school, superior=office.head_post, kind="fungsional")
    make_post("Guru", superior=post, kind="fungsional")
    teacher = make_user("Bu Guru")
    hold(teacher, post)
    leading = leading_of(school.pk, TODAY)
    assert (leading.post, leading.head.user_id, leading.above.user_id) == (post.pk, teacher.pk, office.head.pk)


def test_an_override_of_the_head_moves_who_sets_it(office):
    override(office.head, office.stranger)
    assert leading_of(office.unit.pk, TODAY).above.user_id == office.stranger.pk
    rate(office, office.stranger)
    with pytest.raises(NotYours):
        rate(office, office.mayor, rating="poor")


def test_where_the_unit_has_no_leader_the_post_above_decides(office):
    office.head.assignments.all().delete()
    leading = leading_of(office.unit.pk, TODAY)
    assert (leading.head, leading.above.user_id) == (None, office.mayor.pk)
    assert rate(office).set_by == office.mayor


# --- setting it ----------------------------------------------------------------------------------
def test_the_leader_above_sets_it_and_the_head_is_told(office):
    rating = rate(office)
    assert (rating.set_by, rating.recorded_by, rating.head_post) == (office.mayor, None, office.head_post)
    assert events_of(rating) == ["unitrating.set"]
    assert set(Notice.objects.filter(about="unitrating.set").values_list("to", flat=True)) == {office.head.pk}


def test_hr_records_it_from_a_letter_only(office):
    with pytest.raises(RuleBroken, match="nomor surat") as broken:
        rate(office, office.hr)
    assert broken.value.field == "letter_no"
    rating = rate(office, office.hr, letter_no="800/1124")
    assert (rating.set_by, rating.recorded_by, rating.letter_no) == (office.mayor, office.hr, "800/1124")
    assert events_of(rating) == ["unitrating.recorded"]


@pytest.mark.parametrize("who", ["head", "supervisor", "employee", "inspector", "stranger"])
def test_nobody_else_sets_it(office, who):
    with pytest.raises(NotYours):
        rate(office, getattr(office, who))
    assert not UnitRating.objects.exists()


def test_a_head_who_runs_hr_does_not_record_his_own(office):
    office.head.roles = ["hr_admin"]
    office.head.save()
    with pytest.raises(NotYours, match="Anda memimpin unit ini"):
        rate(office, office.head, letter_no="1")


def test_a_change_keeps_what_was_before(office):
    rating = rate(office)
    rate(office, rating="poor", version=1)
    rate(office, office.hr, rating="excellent", letter_no="2", version=2)
    assert events_of(rating) == ["unitrating.set", "unitrating.changed", "unitrating.corrected"]
    assert [row.rating for row in rating.history.order_by("history_id")] == ["good", "poor", "excellent"]
    with pytest.raises(RuleBroken, match="sudah ditetapkan demikian"):
        rate(office, rating="excellent")


def test_two_at_once_the_second_is_told(office):
    """Both had opened a page on which nothing was set."""
    rate(office, version=0)
    with pytest.raises(Stale):
        rate(office, rating="poor", version=0)
    assert UnitRating.objects.get().rating == "good"


def test_not_once_the_period_is_closed(office):
    type(office.cycle).objects.filter(pk=office.cycle.pk).update(state="draft", launched_at=None, launched_by=None)
    with pytest.raises(RuleBroken, match="tidak sedang berjalan"):
        rate(office)


# --- its head follows ----------------------------------------------------------------------------
def of_head(office):
    appraisal = office.unsaved(office.head)
    appraisal.supervisor, appraisal.second_level = office.mayor, None
    [office.appraisal] = office.launch_these([appraisal])
    office.take("submit", {"results": [], "behaviours": [], "statement": "Selesai."}, by=office.head)
    return office.appraisal


RATED = {"results_rating": "above", "behaviour_rating": "meets", "reason": "Sesuai.", "feedback": []}


def test_the_rating_of_results_of_a_head_follows_his_unit(office):
    appraisal = of_head(office)
    rate(office)
    with pytest.raises(Invalid, match="memimpin unit yang capaiannya Baik") as refused:
        office.take("submit", RATED, by=office.mayor)
    assert "results_rating" in refused.value.fields
    office.take("submit", RATED | {"results_rating": "meets"}, by=office.mayor)
    appraisal.refresh_from_db()
    assert appraisal.results_rating == "meets"


def test_before_the_achievement_is_set_a_head_is_rated_as_anybody(office):
    appraisal = of_head(office)
    office.take("submit", RATED, by=office.mayor)
    rate(office)
    appraisal.refresh_from_db()
    assert appraisal.results_rating == "above"


def test_who_rated_the_head_before_is_told_that_it_no_longer_follows(office):
    """He alone may revise it, until the release; nothing changes by itself."""
    appraisal = Appraisal.objects.filter(pk=of_head(office).pk)
    office.take("submit", RATED, by=office.mayor)
    appraisal.update(stage="awaiting_release", released_at=None)
    rating = rate(office, office.hr, letter_no="800/1")
    assert events_of(rating) == ["unitrating.recorded", "unitrating.head_differs"]
    [notice] = Notice.objects.filter(about="unitrating.head_differs")
    assert notice.to == office.mayor
    lead = unit_leads([notice])[notice.pk]
    assert lead.url == "/appraisals/waiting/"
    [row] = waiting.ratings(office.mayor, at=NOW)
    assert waiting.follows(row).label == "Sesuai ekspektasi"
    appraisal.update(results_rating="meets")
    [row] = waiting.ratings(office.mayor, at=NOW)
    assert waiting.follows(row) is None


def test_others_of_the_unit_are_rated_freely(office):
    rate(office, rating="very_poor")
    office.take("submit")
    office.take("submit", RATED)
    assert office.stage() != "supervisor_review"


# --- explaining ----------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["head", "mayor"])
def test_the_head_or_the_leader_above_explains(office, who):
    rating = rate(office)
    person = getattr(office, who)
    actions.keep_draft(rating.pk, text="Draf", by=person, at=NOW)
    actions.justify(rating.pk, text=TEXT, by=person, at=NOW)
    said = Justification.objects.get(rating=rating)
    assert (said.text, said.author) == (TEXT, person)
    assert events_of(rating)[-1] == "unitrating.justified"
    assert not JustificationDraft.objects.exists()
    actions.justify(rating.pk, text=TEXT + " Lagi.", by=person, at=NOW)
    assert said.history.count() == 2


@pytest.mark.parametrize("who", ["supervisor", "hr", "employee", "inspector"])
def test_nobody_else_explains(office, who):
    rating = rate(office)
    with pytest.raises(NotYours):
        actions.justify(rating.pk, text=TEXT, by=getattr(office, who), at=NOW)


@pytest.mark.parametrize(("length", "is_fine"), [(39, False), (40, True), (600, True), (601, False)])
def test_forty_to_six_hundred_characters(office, length, is_fine):
    rating = rate(office)
    if is_fine:
        actions.justify(rating.pk, text="a" * length, by=office.head, at=NOW)
    else:
        with pytest.raises(RuleBroken, match="huruf"):
            actions.justify(rating.pk, text="a" * length, by=office.head, at=NOW)


# --- asking to look again ------------------------------------------------------------------------
def test_those_who_may_still_revise_are_asked_and_nothing_changes(office):
    rating = rate(office)
    before = list(Appraisal.objects.order_by("pk").values())
    actions.ask_review(rating.pk, units=[office.unit.pk], reason="Periksa bukti.", by=office.hr, at=NOW)
    asked = Notice.objects.filter(about="unitrating.review_asked")
    assert set(asked.values_list("to", flat=True)) == {office.supervisor.pk}
    assert list(Appraisal.objects.order_by("pk").values()) == before


def test_where_everything_is_released_nobody_is_asked(db):
    office = Calibrated([3, 8, 1, 0, 0])
    rating = rate(office)
    with pytest.raises(RuleBroken, match="Tidak ada usulan"):
        actions.ask_review(rating.pk, units=[office.unit.pk], reason="Periksa.", by=office.hr, at=NOW)


def test_no_act_on_a_unit_changes_a_rating(office):
    """Every door of calibration, once: the ratings stay as they were set."""
    columns = ("pk", "results_rating", "behaviour_rating", "predicate", "stage", "released_at", "version")
    before = list(Appraisal.objects.order_by("pk").values_list(*columns))
    rating = rate(office)
    rate(office, rating="very_poor")
    rate(office, office.hr, rating="excellent", letter_no="2")
    actions.keep_draft(rating.pk, text="x", by=office.head, at=NOW)
    actions.justify(rating.pk, text=TEXT, by=office.head, at=NOW)
    actions.ask_review(rating.pk, units=[office.unit.pk], reason="x", by=office.hr, at=NOW)
    actions.export_calibration(office.cycle, 1, by=office.hr, at=NOW)
    assert list(Appraisal.objects.order_by("pk").values_list(*columns)) == before
