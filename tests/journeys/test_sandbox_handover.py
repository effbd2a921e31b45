"""From trying other ratings ("Usulan saya") to the page that changes one: what was tried is chosen there, nothing else."""

import re

import pytest

from appraisal.models import Appraisal
from audit.models import Entry
from organization.models import User
from tests.office import DAY, NOW, Office
from tests.workflow.walking import walk
from workflow.sweeper import sweep


@pytest.fixture
def office(db, time_machine):
    """Rated on the second day, released on the 25th; it is the third."""
    time_machine.move_to(NOW, tick=False)
    office = Office(release=25)
    walk(office, "0 submit supervisor_review\n 2 submit awaiting_release")
    time_machine.move_to(NOW + 3 * DAY, tick=False)
    return office


def as_(client, user):
    client.force_login(user)
    return client


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def own(office):
    return f"/calibration/{office.cycle.slug}/own/"


def try_out(client, office, **ratings):
    """What the page of the trial would post to the page of the change: (its address, its fields)."""
    chosen = {f"{name}-{office.appraisal.pk}": rating for name, rating in ratings.items()}
    page = client.post(own(office), chosen).content.decode()
    form = re.search(r'<form id="revise-\d+" method="post" action="([^"]+)">(.*?)</form>', page, re.DOTALL)
    fields = form and dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    return (form[1], fields) if form else (None, None)


def chosen_on(page):
    return set(re.findall(r'name="(\w+_rating)" value="(\w+)"[^>]*checked', page.content.decode()))


def test_what_was_tried_is_chosen_and_nothing_is_written(client, office):
    as_(client, office.supervisor)
    url, fields = try_out(client, office, results="above", behaviour="meets")
    assert url == f"/appraisals/{office.appraisal.pk}/revise/"
    before = Appraisal.objects.values_list("results_rating", "version").get(), Entry.objects.count()
    page = client.post(url, fields)
    assert page.status_code == 200
    assert chosen_on(page) == {("results_rating", "above"), ("behaviour_rating", "meets")}
    assert "rating yang Anda coba sudah terpilih, belum tersimpan" in text(page)
    assert "Periksa sebelum melanjutkan" not in text(page)
    assert (Appraisal.objects.values_list("results_rating", "version").get(), Entry.objects.count()) == before


def test_from_there_it_is_checked_and_changed_as_any_other(client, office):
    as_(client, office.supervisor)
    page = client.post(*try_out(client, office, results="above", behaviour="meets")).content.decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("version", "key")}
    typed = hidden | {"results_rating": "above", "behaviour_rating": "meets", "reason": "Bukti kedua."}
    url = f"/appraisals/{office.appraisal.pk}/revise/"
    assert "Sesuai ekspektasi → Di atas ekspektasi" in text(client.post(url, typed))
    done = client.post(url, typed | {"confirm": "1"})
    assert "mengubah rating sebelum rilis" in text(client.get(done["Location"]))
    told = text(client.get(f"/appraisals/{office.appraisal.pk}/"))
    assert "Hasil kerja: Sesuai ekspektasi menjadi Di atas ekspektasi." in told
    assert "Perilaku: Sesuai ekspektasi (tetap)." in told


def test_what_was_not_changed_leads_to_the_case(client, office):
    as_(client, office.supervisor)
    assert try_out(client, office, results="meets", behaviour="meets") == (None, None)
    assert f'href="/appraisals/{office.appraisal.pk}/"' in client.get(own(office)).content.decode()


def test_nonsense_is_as_if_nothing_was_tried(client, office):
    url = f"/appraisals/{office.appraisal.pk}/revise/"
    page = as_(client, office.supervisor).post(url, {"tried": "1", "results_rating": "best"})
    assert page.status_code == 200
    assert chosen_on(page) == {("results_rating", "meets"), ("behaviour_rating", "meets")}


@pytest.mark.parametrize(("who", "status"), [("employee", 403), ("hr", 403), ("second_level", 404), ("stranger", 404)])
def test_nobody_else_is_handed_anything(client, office, who, status):
    as_(client, getattr(office, who))
    assert try_out(client, office, results="above", behaviour="meets") == (None, None)
    page = client.post(f"/appraisals/{office.appraisal.pk}/revise/", {"tried": "1", "results_rating": "above"})
    assert page.status_code == status
    assert "ekspektasi" not in text(page)


def test_a_trial_that_outlived_the_release_is_told_so_and_offers_no_form(client, office, time_machine):
    as_(client, office.supervisor)
    url, fields = try_out(client, office, results="above", behaviour="meets")
    time_machine.move_to(NOW + 26 * DAY, tick=False)
    sweep(NOW + 26 * DAY)
    page = as_(client, office.supervisor).post(url, fields)
    assert page.status_code == 409
    assert "sudah dirilis" in text(page)
    assert 'name="results_rating"' not in page.content.decode()


def test_the_list_of_what_waits_leads_to_the_trial(client, office):
    as_(client, office.supervisor)
    assert f'href="{own(office)}"' in client.get("/appraisals/waiting/").content.decode()
    office.delegate(office.supervisor, office.stranger)  # a delegate changes, and tries nothing: he sees no numbers
    page = as_(client, User.objects.get(pk=office.stranger.pk)).get("/appraisals/waiting/").content.decode()
    assert "/revise/" in page
    assert own(office) not in page
