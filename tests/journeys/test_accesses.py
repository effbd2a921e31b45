"""Who looked: the page of the person concerned, his questions, the journal of inspectors, the API."""

import datetime
import re

import pytest
from knox.models import AuthToken
from rest_framework.test import APIClient

from appraisal.actions import access as actions
from appraisal.rules import RuleBroken
from audit.access.looking import look
from audit.models import Access, Entry, Question
from notifications.models import Notice
from organization.models import User
from tests.counting import statements
from tests.office import DAY, NOW, Office
from tests.workflow.together import person as again
from tests.workflow.together import together
from workflow.beside.inspecting import inspect_content

NIGHT = NOW + datetime.timedelta(hours=13)  # 23.00 WIB
FORK = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def looked(office, viewer, at=NOW, **facts):
    facts = {"kind": "content", "stream": f"appraisal:{office.appraisal.pk}", "part": "hr"} | facts
    look(viewer=viewer, at=at, person=office.employee.pk, **facts)
    return Access.objects.latest("pk")


def page(client, user, query=""):
    client.force_login(user)
    return client.get(f"/accesses/{query}").content.decode()


# --- the person concerned ---


def test_he_reads_who_as_what_at_what_and_what_for(office, client):
    looked(office, office.supervisor, part="supervisor", capacity="plt")
    looked(office, office.hr, purpose="Aduan 12/2026", at=NOW + DAY / 24)
    looked(office, office.stranger, part="supervisor", capacity="delegate", on_behalf_of=office.supervisor)
    html = page(client, office.employee)
    for told in ("Hasan Nauli", "pejabat penilai kinerja (Plt.)", "Farida Hanum Siregar", "Aduan 12/2026",
                 "atas nama Hasan Nauli", "Dalam 90 hari, 3 orang membuka berkas Anda 3 kali."):  # fmt: skip
        assert told in html
    assert "Tidak biasa</span>" not in html


def test_nobody_else_reads_it(office, client):
    looked(office, office.hr, purpose="Aduan 12/2026")
    for somebody in (office.supervisor, office.second_level, office.hr, office.stranger, office.inspector):
        assert "Aduan 12/2026" not in page(client, somebody)
    assert "Belum ada orang lain" in page(client, office.stranger)


def test_what_is_unusual_is_marked_and_says_why(office, client):
    looked(office, office.supervisor, part="supervisor", at=NIGHT)
    looked(office, office.hr, at=NIGHT)
    looked(office, office.hr, kind="export")
    looked(office, office.hr, kind="log")
    html = page(client, office.employee)
    assert html.count('class="flag"') == 2
    assert "Di luar jam kerja" in html
    assert "Salinan keluar dari sistem." in html
    assert "2 di antaranya tidak biasa." in html
    only = page(client, office.employee, "?show=unusual")
    assert only.count('<li class="flag">') == only.count('class="person"') == 2
    assert page(client, office.employee, "?show=taken").count('class="person"') == 1


@pytest.mark.parametrize("query", ["?of=x", "?of=appraisal:9999", "?show=nonsense", "?before=x", "?before=" + "9" * 40])
def test_what_the_address_says_wrongly_does_no_harm(office, client, query):
    looked(office, office.hr)
    client.force_login(office.employee)
    assert client.get(f"/accesses/{query}").status_code == 200


def test_one_appraisal_only(office, client):
    looked(office, office.hr, purpose="ini")
    looked(office, office.hr, purpose="itu", stream="appraisal:999")
    html = page(client, office.employee, f"?of=appraisal:{office.appraisal.pk}")
    assert "“ini”" in html
    assert "“itu”" not in html


def test_it_is_paged_by_key_and_costs_the_same_at_any_length(office, client):
    counts = []
    for round_ in (1, 40):
        for n in range(round_):
            looked(office, office.hr, at=NOW + n * DAY / 24, purpose=f"p{round_}")
        client.force_login(office.employee)
        with statements() as made:
            html = client.get("/accesses/").content.decode()
        counts.append(len(made))
    assert counts[0] == counts[1] <= 6
    assert html.count('class="person"') == 25
    older = re.search(r'href="(\?before=\d+)"', html)[1]
    assert page(client, office.employee, older).count('class="person"') == 16


def test_what_an_inspection_defers_is_on_none_of_his_pages(office, client, db):
    office.bring_to("supervisor_review")
    inspection = inspect_content(office.appraisal.pk, purpose="Rahasia 700/1", by=office.inspector, at=NOW)
    deferred = looked(office, office.inspector, purpose="Rahasia 700/1", inspection=inspection, part="inspector")
    assert "Rahasia" not in page(client, office.employee)
    assert client.get(f"/accesses/{deferred.pk}/ask/").status_code == 404
    api = api_of(office.employee).get(f"/api/v1/appraisals/{office.appraisal.pk}/accesses/")
    assert "Rahasia" not in api.content.decode()


# --- asking ---


def put(client, office, access, name, **body):
    client.force_login(office.employee)
    return client.post(f"/accesses/{access.pk}/{name}/", {"text": "Mengapa malam hari?"} | body)


def test_a_question_is_checked_sent_answered_and_told(office, client):
    User.objects.create(username="hr2", name="Rina", roles=["hr_admin"])
    access = looked(office, office.hr, at=NIGHT, purpose="cek data")
    client.force_login(office.employee)
    assert "cek data" in client.get(f"/accesses/{access.pk}/ask/").content.decode()
    assert put(client, office, access, "ask", text="").status_code == 422
    checked = put(client, office, access, "ask")
    assert "Mengapa malam hari?" in checked.content.decode()
    assert not Question.objects.exists()
    sent = put(client, office, access, "ask", confirm="1")
    question = Question.objects.get()
    assert sent.url == f"/accesses/questions/{question.pk}/"
    assert put(client, office, access, "ask", confirm="1").url == sent.url  # a second click
    assert client.get(f"/accesses/{access.pk}/ask/").url == sent.url
    told = Notice.objects.filter(about="access.questioned")
    assert {notice.to.username for notice in told} == {"hr2"}  # not who looked
    entry = Entry.objects.get(stream=f"user:{office.employee.pk}")
    assert entry.event == "access.questioned"

    rina = User.objects.get(username="hr2")
    client.force_login(rina)
    assert "Mengapa malam hari?" in client.get(sent.url).content.decode()
    answer = {"text": "Lembur, surat tugas 094/77."}
    assert client.post(sent.url, answer).status_code == 200
    assert client.post(sent.url, answer | {"confirm": "1"}).status_code == 302
    assert Notice.objects.get(about="access.explained").to == office.employee
    html = page(client, office.employee)
    assert "surat tugas 094/77" in html
    assert "Rina" in client.get(sent.url).content.decode()


def test_a_report_reaches_every_inspector_and_nobody_else(office, client):
    access = looked(office, office.supervisor, part="supervisor")
    url = put(client, office, access, "report", confirm="1").url
    assert Notice.objects.get(about="access.reported").to == office.inspector
    for somebody, status in {
        office.employee: 200, office.inspector: 200, office.hr: 404, office.supervisor: 404, office.stranger: 404,
    }.items():  # fmt: skip
        client.force_login(somebody)
        assert client.get(url).status_code == status
        assert client.post(url, {"text": "x", "confirm": "1"}).status_code == status
    assert Question.objects.get().answered_at is None
    client.force_login(office.supervisor)
    assert "mengadukan" not in client.get(f"/appraisals/{office.appraisal.pk}/").content.decode()


def test_whoever_looked_does_not_answer_for_it(office, client):
    access = looked(office, office.hr)
    other = User.objects.create(username="hr2", name="Rina", roles=["hr_admin"])
    question = actions.ask(access.pk, to=Question.To.HR, text="Mengapa?", by=office.employee, at=NOW)
    client.force_login(office.hr)
    assert client.get(f"/accesses/questions/{question.pk}/").status_code == 404
    with pytest.raises(RuleBroken):
        actions.answer(question.pk, text="Tidak apa-apa.", by=office.hr, at=NOW)
    for nobody in (office.employee, office.inspector, office.stranger):
        with pytest.raises(RuleBroken):
            actions.answer(question.pk, text="x", by=nobody, at=NOW)
    actions.answer(question.pk, text="Surat tugas.", by=other, at=NOW)
    with pytest.raises(RuleBroken):
        actions.answer(question.pk, text="Lain.", by=other, at=NOW)


def test_a_question_that_nobody_could_answer_is_not_sent(office, client):
    access = looked(office, office.hr)
    answer = put(client, office, access, "ask", confirm="1")
    assert answer.status_code == 422
    assert "Mengapa malam hari?" in answer.content.decode()
    assert not Question.objects.exists()


def test_nobody_asks_about_what_concerns_another(office, client):
    access = looked(office, office.supervisor, part="supervisor")
    for somebody in (office.stranger, office.hr, office.inspector, office.supervisor):
        client.force_login(somebody)
        for name in ("ask", "report"):
            assert client.get(f"/accesses/{access.pk}/{name}/").status_code == 404
            answer = client.post(f"/accesses/{access.pk}/{name}/", {"text": "x", "confirm": "1"})
            assert answer.status_code == 404
    assert not Question.objects.exists()


@FORK
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_question():
    office = Office()
    access = looked(office, office.supervisor, part="supervisor")
    answers = together(*[(ask_once, access.pk, office.employee.pk)] * 4)
    assert len(set(answers)) == 1
    assert Question.objects.count() == 1
    assert Notice.objects.filter(about="access.reported").count() == 1


def ask_once(access, asker):
    return actions.ask(access, to=Question.To.INSPECTORATE, text="Mengapa?", by=again(asker), at=NOW).pk


@FORK
@pytest.mark.django_db(transaction=True)
def test_many_looks_at_once_are_one_line():
    office = Office()
    together(*[(look_once, office.hr.pk, office.employee.pk)] * 8)
    assert Access.objects.count() == 1


def look_once(viewer, whom):
    look(viewer=again(viewer), at=NOW, kind="content", stream="appraisal:1", person=whom)


# --- inspectors ---


def journal(client, office, query=""):
    client.force_login(office.inspector)
    return client.get(f"/audit/accesses/{query}")


def search(client, office, **body):
    client.force_login(office.inspector)
    return client.post("/audit/accesses/search/", body, follow=True)


@pytest.fixture
def many(office):
    looked(office, office.hr, purpose="Aduan 12/2026")
    looked(office, office.supervisor, part="supervisor", at=NOW - 3 * DAY)
    look(viewer=office.hr, at=NOW, kind="export", stream="user:9", person=office.stranger.pk, purpose="Laporan")
    return office


def test_an_inspector_reads_everybodys_looks_and_leaves_his_own(many, client):
    html = journal(client, many).content.decode()
    for told in ("Siti Rahmawati", "Lamhot Simbolon", "Aduan 12/2026", "Laporan"):
        assert told in html
    mine = Access.objects.get(viewer=many.inspector)
    assert (mine.kind, mine.stream, mine.person) == ("log", "access", None)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"who": "Farida"}, {"Aduan 12/2026", "Laporan"}),
        ({"whom": "Lamhot"}, {"Laporan"}),
        ({"kind": "export"}, {"Laporan"}),
        ({"purpose": "aduan"}, {"Aduan 12/2026"}),
        ({"until": "2026-10-31"}, {"Hasan Nauli"}),
        ({"since": "2026-11-01"}, {"Aduan 12/2026", "Laporan"}),
        ({"who": "Hasan", "kind": "export"}, set()),
    ],
)
def test_an_inspector_narrows_the_journal(many, client, asked, found):
    answer = search(client, many, **asked)
    feed = "".join(re.findall(r'<ol class="feed">.*?</ol>', answer.content.decode(), re.DOTALL))
    marks = ("Aduan 12/2026", "Laporan", "Hasan Nauli")
    assert {mark for mark in marks if mark in feed} == found
    assert not any(name in str(answer.redirect_chain) for name in ("Farida", "Lamhot", "aduan"))


def test_a_name_that_nobody_has_and_days_the_wrong_way_round_are_said(many, client):
    assert search(client, many, who="Tidak Ada").status_code == 422
    assert search(client, many, since="2026-11-02", until="2026-11-01").status_code == 422


@pytest.mark.parametrize("query", ["?who=x", "?whom=00000000-0000-0000-0000-000000000009", "?since=x", "?kind=x"])
def test_an_address_that_asks_nonsense_does_no_harm(many, client, query):
    assert journal(client, many, query).status_code == 200


def test_the_journal_costs_six_statements_at_any_length(many, client):
    for n in range(60):
        looked(many, many.hr, at=NOW + n * DAY / 24)
    client.force_login(many.inspector)
    whom = f"?whom={many.employee.pseudonym}&who={many.hr.pseudonym}"
    for query in ("", whom, "?show=unusual"):
        with statements() as made:
            html = client.get(f"/audit/accesses/{query}").content.decode()
        assert len(made) <= 6, "\n".join(sql[:160] for sql in made)
    assert html.count('class="person"') == 25


def test_only_inspectors_read_it(many, client):
    for somebody in (many.employee, many.supervisor, many.hr, many.stranger):
        client.force_login(somebody)
        assert client.get("/audit/accesses/").status_code == 403
        assert client.post("/audit/accesses/search/", {}).status_code == 403


def test_an_inspection_is_closed_from_the_journal(office, client):
    office.bring_to("supervisor_review")
    inspection = inspect_content(office.appraisal.pk, purpose="Surat 700/1", by=office.inspector, at=NOW)
    assert "Surat 700/1" in journal(client, office).content.decode()
    for somebody, status in ((office.hr, 403), (office.employee, 403), (office.inspector, 302)):
        client.force_login(somebody)
        assert client.post(f"/inspections/{inspection.pk}/close/").status_code == status
    assert "sudah ditutup" in client.post(f"/inspections/{inspection.pk}/close/", follow=True).content.decode()


# --- the API ---


def api_of(user):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {AuthToken.objects.create(user)[1]}")
    return client


def test_the_api_tells_the_employee_and_inspectors(many):
    path = f"/api/v1/appraisals/{many.appraisal.pk}/accesses/"
    told = api_of(many.employee).get(path).json()
    assert told["next"] is None
    assert [(row["viewer"], row["kind"], row["purpose"]) for row in told["results"]] == [
        ("Hasan Nauli", "content", ""), ("Farida Hanum Siregar", "content", "Aduan 12/2026"),
    ]  # fmt: skip
    assert api_of(many.inspector).get(path).status_code == 200
    assert Access.objects.filter(viewer=many.inspector, kind="log").exists()
    assert api_of(many.supervisor).get(path).status_code == 403
    assert api_of(many.hr).get(path).status_code == 403
    assert api_of(many.stranger).get(path).status_code == 404
    assert APIClient().get(path).status_code == 401
