"""Versions of the rules: drafted, compared, adopted by letter, then read only."""

import re

import pytest

from appraisal import policies
from appraisal.models import Policy
from appraisal.policy_words import SETTINGS
from tests.counting import statements

SLUG = "permenpanrb-6-2022"


@pytest.fixture
def hr(client, office):
    client.force_login(office.hr)
    return office


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def typed(base=f"{SLUG}:1", **changes):
    """The form as it comes, with some fields changed."""
    document = policies.preset(SLUG)
    values = {setting.name: value_of(setting, document) for setting in SETTINGS}
    own = {citation.subject: citation for citation in document.citations}
    cites = {f"cite_{s.name}": own[s.path].source for s in SETTINGS if s.path in own}
    checks = {f"checked_{s.name}": "on" for s in SETTINGS if s.path in own and own[s.path].verified}
    return {"base": base, "title": document.title} | values | cites | checks | changes


def value_of(setting, document):
    value = setting.value_in(document)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return sorted(value) if isinstance(value, frozenset) else str(value)


def test_a_version_in_readable_words(client, hr):
    page = text(client.get(f"/policies/{SLUG}/1/"))
    assert "Masa tanggapan dan keberatan sejak hasil diterima" in page
    assert "14 hari" in page
    assert "belum terverifikasi" in page
    assert re.search(r"Kurang/\s?misconduct", page)  # a long word may break there
    assert "Triwulan III 2026" in page
    assert "Hanya dapat dibaca" in page
    assert hr.policy.sha256 in page
    assert client.get(f"/policies/{SLUG}/9/").status_code == 404


def test_a_new_version_from_an_earlier_one_says_what_changed(client, hr):
    assert "Mulai dari mana?" in text(client.get("/policies/new/"))
    assert client.get("/policies/new/", {"base": f"{SLUG}:1"}).status_code == 200
    answer = client.post("/policies/new/", typed(deadlines__decision="21", cite_deadlines__decision="Perwal 4/2026"))
    assert answer["Location"] == f"/policies/{SLUG}/2/"
    page = text(client.get(f"/policies/{SLUG}/2/"))
    assert "Penetapan oleh atasan pejabat penilai dihapus: 14 hari ditambah: 21 hari" in page
    assert "Perwal 4/2026" in page
    assert "masih draf" in page
    draft = Policy.objects.get(version=2)
    assert draft.document.matrix == hr.policy.document.matrix
    assert not draft.is_adopted


def test_a_first_version_from_the_preset(client, hr):
    assert client.post("/policies/new/", typed(base=f"preset:{SLUG}", plan_required="True")).status_code == 302
    assert Policy.objects.get(version=2).document.plan_required is True
    assert client.get("/policies/new/", {"base": "preset:../../etc"}).status_code == 404
    assert client.get("/policies/new/", {"base": "nobody:1"}).status_code == 404


def test_nothing_changed_makes_no_version(client, hr):
    answer = client.post("/policies/new/", typed(), follow=True)
    assert "Tidak ada yang berubah" in text(answer)
    assert Policy.objects.count() == 1


WRONG = {
    "fewer than fourteen days": {"deadlines__response": "13"},
    "more than a year": {"deadlines__statement": "400"},
    "no number": {"deadlines__decision": "dua minggu"},
    "no such scope": {"committee__scope": "nobody"},
    "thresholds out of order": {"suggestion__meets_from": "115", "suggestion__above_from": "110"},
    "no title": {"title": " "},
    "markup": {"title": "<i>Baru</i>"},
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_stays(client, hr, case):
    answer = client.post("/policies/new/", typed(cite_objection__may_worsen="Perwal 9/2026", **WRONG[case]))
    assert answer.status_code == 422
    assert 'class="errsum"' in answer.content.decode()
    assert "Perwal 9/2026" in answer.content.decode()
    assert Policy.objects.count() == 1


def test_adoption_by_letter_after_a_check_page(client, hr):
    client.post("/policies/new/", typed(deadlines__decision="21"))
    page = f"/policies/{SLUG}/2/adopt/"
    assert "aturan belum terverifikasi" in text(client.get(page))
    assert client.post(page, {"letter_no": " "}).status_code == 422
    check = client.post(page, {"letter_no": "800.1/7/2026"})
    assert check.status_code == 200
    assert "Belum ada yang tersimpan" in text(check)
    assert not Policy.objects.get(version=2).is_adopted
    back = client.post(page, {"letter_no": "800.1/7/2026", "edit": "1"})
    assert 'value="800.1/7/2026"' in back.content.decode()
    done = client.post(page, {"letter_no": "800.1/7/2026", "confirm": "1"}, follow=True)
    assert "Kebijakan ditetapkan" in text(done)
    adopted = Policy.objects.get(version=2)
    assert (adopted.letter_no, adopted.adopted_by) == ("800.1/7/2026", hr.hr)
    assert client.get(page).status_code == 302
    again = client.post(page, {"letter_no": "1", "confirm": "1"})
    assert again.status_code == 422
    assert "sudah ditetapkan" in text(again)


def test_the_list_costs_the_same_for_any_number_of_rows(client, hr):
    client.get("/policies/")
    with statements() as few:
        client.get("/policies/")
    for version in range(2, 40):
        Policy.objects.create(
            slug=SLUG, version=version, title=f"Versi ke-{version}", body=hr.policy.body, sha256="0" * 64,
            created_at=hr.policy.created_at,
        )  # fmt: skip
    with statements() as many:
        first = client.get("/policies/")
    assert len(many) == len(few)
    assert "Versi ke-39" in text(first)
    after = re.search(r"after=(\d+)", first.content.decode())[1]
    assert "Versi ke-5 " in text(client.get(f"/policies/?after={after}"))
