"""HR finds whom no mail reaches, and gives each a link; others are told whose page it is."""

import csv
import datetime
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email, RecipientDeliveryStatus

from organization.models import Post, User
from organization.roles import Role
from organization.selectors import count_unreachable
from tests.counting import statements
from tests.people import make_employee, make_post, make_user

pytestmark = pytest.mark.django_db
PAGE = reverse("people_unreachable")
NIP = "198609262015051001"


@pytest.fixture
def hr(client):
    user = make_user("Farida Hanum", roles=[Role.HR_ADMIN])
    client.force_login(user)
    return user


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def letter(person, status, *, days=0, came_back=None):
    made = Email.objects.create(from_email="a@kota.example", to=[person.email], status=status,
                                recipient_delivery_status=came_back)  # fmt: skip
    Email.objects.filter(pk=made.pk).update(created=timezone.now() - datetime.timedelta(days=days))


def found():
    from organization.selectors import unreachable_people

    now = timezone.now()
    return [person.name for person in unreachable_people(now, on=now.date())]


# ── Who it is ───────────────────────────────────────────────────────────────────────────────────
def test_active_employees_without_an_address():
    make_employee("Tanpa")
    make_employee("Dengan", email="d@kota.example")
    make_employee("Nonaktif", is_active=False)
    make_user("Wali Kota")  # an official is no employee
    assert found() == ["Tanpa"]


def test_those_whose_last_letter_failed_or_came_back():
    people = {name: make_employee(name, email=f"{name}@kota.example") for name in ("a", "b", "c", "d", "e", "f")}
    letter(people["a"], STATUS.failed)
    letter(people["b"], STATUS.sent, came_back=RecipientDeliveryStatus.HARD_BOUNCED)
    letter(people["c"], STATUS.failed)
    letter(people["c"], STATUS.sent)  # it works again
    letter(people["d"], STATUS.failed, days=31)
    letter(people["e"], STATUS.requeued)  # it is tried again
    letter(people["f"], STATUS.sent)
    letter(people["f"], STATUS.failed)
    assert found() == ["a", "b", "f"]


def test_a_new_address_starts_anew():
    person = make_employee("Siti", email="lama@kota.example")
    letter(person, STATUS.failed)
    User.objects.filter(pk=person.pk).update(email="baru@kota.example")
    assert found() == []


def test_many_are_counted_only_so_far(monkeypatch):
    monkeypatch.setattr("organization.selectors.unreachable.MOST_COUNTED", 2)
    for n in range(3):
        make_employee(f"P{n}")
    assert count_unreachable(timezone.now()) == 2


# ── The page ────────────────────────────────────────────────────────────────────────────────────
def test_each_is_listed_with_cause_and_link(client, hr):
    post = make_post("Staf Gizi", kind=Post.Kind.PELAKSANA)
    siti, budi = make_employee("Siti", post=post), make_employee("Budi", email="budi@kota.example")
    letter(budi, STATUS.failed)
    shown = client.get(PAGE)
    for said in ("2 pegawai tanpa surel", "Staf Gizi", "Tanpa surel", "Surelnya gagal"):
        assert said in text(shown)
    assert f"{reverse('sign_in_link', args=[siti.pseudonym])}?from=unreachable" in shown.content.decode()


def test_the_link_leads_back_to_the_list(client, hr):
    siti = make_employee("Siti")
    address = f"{reverse('sign_in_link', args=[siti.pseudonym])}?from=unreachable"
    for response in (client.get(address), client.post(address)):
        assert f'href="{PAGE}"' in response.content.decode()
    assert f'href="{PAGE}"' not in client.get(reverse("sign_in_link", args=[siti.pseudonym])).content.decode()


def test_it_is_searched_by_name_number_and_unit(client, hr):
    make_employee("Siti Rahmawati", nip=NIP)
    make_employee("Budi", post=make_post("Staf"))
    unit = Post.objects.get().unit
    assert "Budi" not in text(client.post(PAGE, {"q": "rahma", "unit": ""}, follow=True))
    assert "Siti" in text(client.post(PAGE, {"q": NIP[:8], "unit": ""}, follow=True))
    shown = client.post(PAGE, {"q": "", "unit": unit.name}, follow=True)
    assert NIP not in shown.redirect_chain[0][0]
    assert "Budi" in text(shown)
    assert "Siti" not in text(shown)
    assert "Tidak ada yang cocok" in text(client.post(PAGE, {"q": "xyz", "unit": ""}, follow=True))


def test_it_is_paged_by_key_in_a_fixed_number_of_statements(client, hr):
    for n in range(3):
        make_employee(f"Orang {n:03d}")
    with statements() as few:
        client.get(PAGE)
    for n in range(3, 60):
        make_employee(f"Orang {n:03d}")
    with statements() as many:
        first = client.get(PAGE)
    assert len(many) == len(few)
    assert "Orang 049" in text(first)
    assert "Orang 050" not in text(first)
    following = re.search(r'href="(\?after=[^"]+)"', first.content.decode())[1]
    second = text(client.get(PAGE + following.replace("&amp;", "&")))
    assert "Orang 050" in second
    assert "Orang 049" not in second


def test_the_people_page_and_the_receipt_lead_here_with_the_number(client, hr):
    assert PAGE not in client.get(reverse("people")).content.decode()
    make_employee("Siti")
    shown = client.get(reverse("people"))
    assert PAGE in shown.content.decode()
    assert "1 pegawai tanpa surel" in text(shown)


def test_nobody_at_all(client, hr):
    assert "Semua pegawai dapat dicapai lewat surel" in text(client.get(PAGE))


def test_as_a_file_that_no_spreadsheet_runs_or_shortens(client, hr):
    make_employee("=1+1", nip=NIP, post=make_post("Staf"))
    response = client.get(reverse("people_unreachable_csv"))
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[1][:3] == ["'=1+1", "19860926 201505 1 001", "Staf"]
    assert lines[1][4:] == ["", "tanpa surel"]
    assert response["Content-Disposition"] == 'attachment; filename="tanpa-surel.csv"'


@pytest.mark.parametrize("roles", [[], [Role.INSPECTOR]])
def test_others_are_told_whose_page_it_is(client, roles):
    client.force_login(make_user("Orang", roles=roles))
    for name in ("people_unreachable", "people_unreachable_csv"):
        assert client.get(reverse(name)).status_code == 403
