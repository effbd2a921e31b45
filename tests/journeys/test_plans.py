"""A plan from the first word to the agreement, as both of them type it; and results declared later."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from appraisal.actions import plan as actions
from appraisal.models import Cycle, Indicator, Plan
from notifications.models import Notice
from organization.models import Assignment, Employee, Post
from tests.counting import statements
from tests.office import NOW, TODAY, Office

CYCLE_PAGE = "/plans/"
ROW = {"result-0-text": "Layanan terbuka daring", "result-0-kind": "main"}
LINE = {
    "result-0-indicator-0-name": "Layanan daring",
    "result-0-indicator-0-target": "1.234,5",
    "result-0-indicator-0-unit": "layanan",
    "result-0-indicator-0-aspect": "quantity",
    "result-0-indicator-0-direction": "higher",
    "result-0-indicator-0-source": "Laporan bulanan",
}
WHOLE = ROW | LINE


@pytest.fixture
def office(db, time_machine):
    """A second cycle is being prepared; the supervisor holds the post above the employee's."""
    time_machine.move_to(NOW, tick=False)
    office = Office()
    top = Post.objects.create(unit=office.unit, title="Kepala Bidang", kind="administrator")
    desk = Post.objects.create(unit=office.unit, title="Pranata Komputer", kind="fungsional", superior=top)
    for person, post in ((office.supervisor, top), (office.employee, desk)):
        Assignment.objects.create(holder=person, post=post, from_date=TODAY - timedelta(days=400))
    office.next = Cycle.objects.create(
        slug="tahunan-2027", name="Tahunan 2027", policy=office.policy, starts_on=TODAY, ends_on=TODAY,
        self_assessment_on=TODAY, review_on=TODAY, meeting_on=TODAY, created_at=NOW,
    )  # fmt: skip
    return office


@pytest.fixture
def draft(office):
    """The employee's first draft for the next cycle, still empty."""
    return actions.start(
        cycle=office.next, employee=office.employee, supervisor=office.supervisor, by=office.employee, at=NOW
    )


def page(plan, more=""):
    return f"/plans/{plan.pk}/{more}"


def save(client, plan, rows=WHOLE, do="save", version=None):
    version = Plan.objects.get(pk=plan.pk).version if version is None else version
    return client.post(page(plan), rows | {"do": do, "version": version})


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_from_the_first_word_to_the_agreement(client, office):
    client.force_login(office.employee)
    assert "Mulai menyusun SKP" in text(client.get("/plans/"))
    started = client.post("/plans/start/", {"cycle": office.next.pk})
    plan = Plan.objects.get(employee=office.employee, cycle=office.next)
    assert started["Location"] == page(plan)
    assert save(client, plan, do="propose")["Location"] == page(plan, "propose/")
    check = client.get(page(plan, "propose/"))
    assert "1.234,5 layanan" in text(check)
    assert client.post(page(plan, "propose/"), {"version": 1})["Location"] == page(plan)
    assert Notice.objects.filter(to=office.supervisor, about="plan.proposed").exists()
    client.force_login(office.supervisor)
    assert "Siti Rahmawati" in text(client.get("/plans/"))
    assert "Layanan terbuka daring" in text(client.get(page(plan, "agree/")))
    assert client.post(page(plan, "agree/"), {"version": 2})["Location"] == page(plan)
    plan.refresh_from_db()
    assert (plan.state, plan.agreed_by, plan.agreed_at) == (Plan.State.AGREED, office.supervisor, NOW)
    agreed = text(client.get(page(plan)))
    assert "Disepakati Hasan Nauli pada Sen 2 Nov 2026, 10.00 WIB" in agreed
    assert Indicator.objects.get(planned_result__plan=plan).target == Decimal("1234.50")


@pytest.mark.parametrize(
    ("typed", "kept"), [("87,5", "87.50"), ("87.5", "87.50"), ("1.234,5", "1234.50"), ("0", "0.00")]
)
def test_targets_are_read_with_comma_and_dot(client, office, draft, typed, kept):
    client.force_login(office.employee)
    assert save(client, draft, WHOLE | {"result-0-indicator-0-target": typed}).status_code == 302
    assert Indicator.objects.get(planned_result__plan=draft).target == Decimal(kept)


def test_rows_come_and_go_and_what_was_typed_stays(client, office, draft):
    client.force_login(office.employee)
    added = save(client, draft, WHOLE | {"result-0-indicator-0-target": "banyak"}, do="add_indicator:0")
    assert added.status_code == 200
    html = added.content.decode()
    assert 'value="banyak"' in html
    assert re.search(r'name="result-0-indicator-1-name"[^>]*autofocus', html)
    more = save(client, draft, WHOLE, do="add_result").content.decode()
    assert 'name="result-1-text"' in more
    gone = save(client, draft, WHOLE | {"result-3-text": "Kedua"}, do="remove_result:0").content.decode()
    assert "Kedua" in gone
    assert "Layanan terbuka daring" not in gone
    assert "Layanan daring" not in save(client, draft, WHOLE, do="remove_indicator:0:0").content.decode()
    assert save(client, draft, WHOLE, do="remove_result:99").status_code == 200
    assert not Indicator.objects.filter(planned_result__plan=draft).exists()


WRONG = {
    "no number": ({"result-0-indicator-0-target": "banyak"}, "Tulis angka, misalnya 87,5."),
    "below nought": ({"result-0-indicator-0-target": "-1"}, "Angka tidak boleh kurang dari 0."),
    "three places": ({"result-0-indicator-0-target": "1,234"}, "paling banyak dua angka"),
    "too large": ({"result-0-indicator-0-target": "9" * 13}, "Angka terlalu besar."),
    "no unit": ({"result-0-indicator-0-unit": ""}, "RHK 1, indikator 1, Satuan"),
    "markup": ({"result-0-text": "<b>Layanan</b>"}, "tanpa kode HTML"),
    "control characters": ({"result-0-indicator-0-name": "Lay\x07anan"}, "karakter kendali"),
    "not a choice": ({"result-0-kind": "other"}, "RHK 1, Jenis"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_saved_is_said_at_its_field_and_stays(client, office, draft, case):
    typed, sentence = WRONG[case]
    client.force_login(office.employee)
    answer = save(client, draft, WHOLE | typed)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "Laporan bulanan" in answer.content.decode()
    assert "Galat:" in answer.content.decode().split("</title>")[0]
    assert not Indicator.objects.filter(planned_result__plan=draft).exists()


def test_rows_in_which_nobody_wrote_are_left_out(client, office, draft):
    client.force_login(office.employee)
    empty = {"result-1-text": " ", "result-1-kind": "main", "result-0-indicator-1-aspect": "time"}
    assert save(client, draft, WHOLE | empty).status_code == 302
    assert [len(lines) for _result, lines in actions.plan_rows(draft)] == [1]


def test_too_many_rows_are_refused_in_a_sentence(client, office, draft):
    client.force_login(office.employee)
    rows = {f"result-{n}-text": f"Hasil {n}" for n in range(20)} | {f"result-{n}-kind": "main" for n in range(20)}
    answer = save(client, draft, rows, do="add_result")
    assert answer.status_code == 422
    assert "paling banyak 20 rencana" in text(answer)
    assert "Hasil 19" in answer.content.decode()


def test_a_stale_version_keeps_the_typed_text_and_shows_what_is_saved(client, office, draft):
    client.force_login(office.employee)
    save(client, draft, WHOLE | {"result-0-text": "Dari tab lain"})
    late = save(client, draft, WHOLE, version=0)
    assert late.status_code == 409
    assert "Layanan terbuka daring" in late.content.decode()
    assert "Dari tab lain" in late.content.decode()
    version = re.search(r'name="version" value="(\d+)"', late.content.decode())[1]
    assert save(client, draft, WHOLE, version=version).status_code == 302
    assert [result.text for result, _lines in actions.plan_rows(draft)] == ["Layanan terbuka daring"]


def test_saving_again_changes_the_rows_that_are_there(client, office, draft):
    client.force_login(office.employee)
    save(client, draft)
    [(result, [line])] = actions.plan_rows(draft)
    rows = WHOLE | {"result-0-pk": result.pk, "result-0-indicator-0-pk": line.pk, "result-0-indicator-0-target": "7"}
    save(client, draft, rows)
    [(again, [changed])] = actions.plan_rows(draft)
    assert (again.pk, changed.pk, changed.target) == (result.pk, line.pk, Decimal(7))


def test_an_incomplete_plan_is_not_proposed(client, office, draft):
    client.force_login(office.employee)
    save(client, draft, ROW)
    answer = client.post(page(draft, "propose/"), {"version": 1})
    assert answer.status_code == 422
    assert "belum punya indikator" in text(answer)


def test_whoever_is_supervisor_on_the_day_is_asked(client, office, draft):
    """A plan that was begun before HR mended the line does not wait for nobody."""
    draft.supervisor = None
    draft.save()
    client.force_login(office.employee)
    save(client, draft)
    assert client.post(page(draft, "propose/"), {"version": 1}).status_code == 302
    draft.refresh_from_db()
    assert draft.supervisor == office.supervisor


def proposed(client, office, draft):
    client.force_login(office.employee)
    save(client, draft)
    client.post(page(draft, "propose/"), {"version": 1})


def test_returned_with_a_reason_that_the_employee_reads(client, office, draft):
    proposed(client, office, draft)
    client.force_login(office.supervisor)
    silent = client.post(page(draft, "return/"), {"version": 2, "reason": " "})
    assert silent.status_code == 422
    reason = {"version": 2, "reason": "Target terlalu rendah."}
    assert client.post(page(draft, "return/"), reason).status_code == 302
    client.force_login(office.employee)
    answer = text(client.get(page(draft)))
    assert "Target terlalu rendah." in answer
    assert "Simpan dan ajukan" in answer


def test_agreeing_to_a_plan_that_changed_meanwhile_is_refused(client, office, draft):
    proposed(client, office, draft)
    client.force_login(office.supervisor)
    answer = client.post(page(draft, "agree/"), {"version": 1})
    assert answer.status_code == 409
    assert "sudah berubah sejak Anda membukanya" in text(answer)
    assert 'name="version" value="2"' in answer.content.decode()


def test_only_the_two_of_them_read_it(client, office, draft):
    proposed(client, office, draft)
    client.force_login(office.hr)
    hidden = text(client.get(page(draft)))
    assert "Menunggu kesepakatan" in hidden
    assert "Layanan terbuka daring" not in hidden
    for verb in ("propose/", "agree/", "return/"):
        assert client.get(page(draft, verb)).status_code == 403
    assert save(client, draft).status_code == 403
    client.force_login(office.stranger)
    for verb in ("", "propose/", "agree/", "return/"):
        assert client.get(page(draft, verb)).status_code == 404
    client.force_login(office.employee)
    assert client.get(page(draft, "agree/")).status_code == 403


def test_a_plan_that_was_agreed_cannot_be_saved(client, office):
    client.force_login(office.employee)
    answer = save(client, office.plan)
    assert answer.status_code == 422
    assert "tidak dapat diubah" in text(answer)


def test_no_plan_is_begun_where_nobody_would_be_held_to_it(client, office):
    client.force_login(office.employee)
    closed = {"state": Cycle.State.CLOSED, "closed_at": NOW, "closed_by": office.hr}
    Cycle.objects.filter(pk=office.next.pk).update(**closed)
    assert client.post("/plans/start/", {"cycle": office.next.pk}).status_code == 404
    assert client.post("/plans/start/", {"cycle": "x"}).status_code == 404
    client.force_login(office.hr)
    assert client.post("/plans/start/", {"cycle": office.cycle.pk}).status_code == 403


def test_the_list_costs_the_same_for_any_number_of_rows(client, office, draft):
    client.force_login(office.supervisor)
    proposed(client, office, draft)
    client.force_login(office.supervisor)
    client.get("/plans/")
    with statements() as few:
        client.get("/plans/")
    for n in range(40):
        user = type(office.stranger).objects.create(username=f"more-{n}", name=f"Pegawai {n}")
        Employee.objects.create(user=user, type="pns")
        Plan.objects.create(cycle=office.next, employee=user, supervisor=office.supervisor, state="proposed")
    with statements() as many:
        first = client.get("/plans/")
    assert len(many) == len(few)
    assert "Pegawai 30" not in text(first)
    after = re.search(r"after=(\d+)", first.content.decode())[1]
    assert "Pegawai 30" in text(client.get(f"/plans/?after={after}"))


# --- declared in the self-assessment ---


@pytest.fixture
def undeclared(office):
    """An appraisal without a plan, in its self-assessment."""
    appraisal = office.appraisal
    type(appraisal).objects.filter(pk=appraisal.pk).update(plan=None)
    Plan.objects.filter(pk=office.plan.pk).update(cycle=office.next)
    return appraisal


def declare(client, appraisal, rows=WHOLE, **more):
    return client.post(f"/appraisals/{appraisal.pk}/results/", rows | {"do": "save"} | more)


def test_results_are_declared_where_no_agreed_plan_is_asked_for(client, office, undeclared):
    client.force_login(office.employee)
    assert client.get(f"/appraisals/{undeclared.pk}/results/").status_code == 200
    answer = declare(client, undeclared, next="/inbox/")
    assert answer["Location"] == "/inbox/"
    undeclared.refresh_from_db()
    assert undeclared.plan.state == Plan.State.DECLARED
    again = client.get(f"/appraisals/{undeclared.pk}/results/").content.decode()
    assert "1234,5" in again
    stale = declare(client, undeclared)
    assert stale.status_code == 409
    version = re.search(r'name="version" value="(\d+)"', stale.content.decode())[1]
    assert declare(client, undeclared, version=version).status_code == 302


def test_a_declared_plan_is_changed_in_the_self_assessment_only(client, office, undeclared):
    client.force_login(office.employee)
    declare(client, undeclared)
    undeclared.refresh_from_db()
    answer = save(client, undeclared.plan)
    assert answer.status_code == 422
    assert "hanya dapat diubah di sana" in text(answer)


def test_declaring_is_refused_in_sentences(client, office, undeclared):
    client.force_login(office.supervisor)
    assert declare(client, undeclared).status_code == 403
    client.force_login(office.stranger)
    assert declare(client, undeclared).status_code == 404
    client.force_login(office.employee)
    wrong = declare(client, undeclared, WHOLE | {"result-0-indicator-0-target": ""})
    assert wrong.status_code == 422
    type(undeclared).objects.filter(pk=undeclared.pk).update(stage="supervisor_review")
    late = client.get(f"/appraisals/{undeclared.pk}/results/")
    assert late.status_code == 409
    assert "sudah tidak terbuka" in text(late)


def test_an_agreed_plan_is_not_declared_over(client, office):
    client.force_login(office.employee)
    answer = declare(client, office.appraisal)
    assert answer.status_code == 409
    assert "SKP yang disepakati tidak dapat diubah di sini" in text(answer)


def test_a_plan_that_says_nothing_is_not_shown_for_proposal(client, office):
    """Its own page says what it lacks, before anybody reads a check page of nothing."""
    empty = Plan.objects.create(cycle=office.cycle, employee=office.stranger, supervisor=office.supervisor)
    Employee.objects.create(user=office.stranger, type="pns", rank="III/c")
    client.force_login(office.stranger)
    answer = client.get(f"/plans/{empty.pk}/propose/", follow=True)
    assert answer.redirect_chain == [(f"/plans/{empty.pk}/", 302)]
    assert "paling sedikit satu rencana hasil kerja utama" in answer.content.decode()
