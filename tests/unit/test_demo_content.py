"""The demo city is the same every time, believable in shape, and harms nobody's privacy."""

import re
from collections import Counter
from datetime import date
from random import Random

import pytest

from config.demo.city import build
from config.demo.names import UniqueNames
from config.demo.places import PLACES
from config.demo.posts import shares

SINGLE = ("official", "jpt", "administrator", "pengawas")


@pytest.fixture(scope="module", params=[60, 600, 5000])
def city(request):
    return build(employees=request.param)


def test_the_same_input_gives_the_same_city():
    assert build("medan", 300) == build("medan", 300)


def test_the_people_stay_the_same_all_year():
    assert build(on=date(2026, 1, 1)).people == build(on=date(2026, 12, 31)).people


def test_another_size_or_place_gives_another_city():
    people = {build(slug, size).people[0].name for slug in PLACES for size in (60, 61)}
    assert len(people) > 4


@pytest.mark.parametrize("employees", [60, 61, 97, 150, 600, 1234, 5000])
@pytest.mark.parametrize("slug", PLACES)
def test_it_has_exactly_as_many_people_as_asked(slug, employees):
    assert len(build(slug, employees).people) == employees


def test_a_city_can_be_as_large_as_medan():
    city = build("medan", 25_000)
    assert len(city.people) == 25_000
    assert len({person.name for person in city.people}) == 25_000


def test_a_village_is_refused():
    with pytest.raises(ValueError, match="60"):
        build(employees=59)


def test_every_unit_hangs_from_the_city_hall_at_most_six_deep(city):
    for unit in city.units:
        path = [unit.code]
        while parent := city.unit_by_code[path[-1]].parent:
            path.append(parent)
        assert path[-1] == "0"
        assert len(path) <= 6


def test_codes_and_keys_are_unique(city):
    assert len(city.unit_by_code) == len(city.units)
    assert len(city.post_by_key) == len(city.posts)
    assert len({person.key for person in city.people}) == len(city.people)


def test_each_unit_has_one_head(city):
    heads = Counter(post.unit for post in city.posts if post.leads)
    assert heads == Counter(unit.code for unit in city.units)


def test_every_line_ends_at_the_mayor(city):
    for post in city.posts:
        seen = [post.key]
        while superior := city.post_by_key[seen[-1]].superior:
            assert superior not in seen
            seen.append(superior)
        assert city.post_by_key[seen[-1]].kind == "official"


def test_a_post_occurs_once_below_its_superior(city):
    assert all(n == 1 for n in Counter((post.unit, post.title, post.superior) for post in city.posts).values())


def test_posts_of_one_holder_have_at_most_one(city):
    holders = Counter(person.post for person in city.people)
    for post in city.posts:
        if post.kind in SINGLE or post.leads:
            assert holders[post.key] <= 1
        else:
            assert holders[post.key] >= 1


def test_four_posts_are_vacant_two_of_them_with_nobody_acting(city):
    held = {person.post for person in city.people} | {official.post for official in city.officials}
    vacant = {post.key for post in city.posts} - held
    covered = {acting.post for acting in city.acting if acting.kind == "plt"}
    assert len(vacant) == 4
    assert vacant - covered == set(city.vacancies)
    assert len(city.vacancies) == 2


def test_somebody_waits_below_each_uncovered_vacancy(city):
    for vacancy in city.vacancies:
        assert any(city.post_by_key[person.post].superior == vacancy for person in city.people)


def test_acting_heads_hold_another_post_by_letter(city):
    posts = {person.key: person.post for person in city.people}
    assert [acting.kind for acting in city.acting] == ["plt", "plt", "plh", "plh"]
    for acting in city.acting:
        assert posts[acting.person] != acting.post
        assert acting.from_date <= city.on <= acting.to_date
        assert re.fullmatch(r"800\.1\.11\.1/\d+/SPT/2026", acting.letter_no)
        assert (acting.kind == "plh") == (acting.post in city.holders)


def test_one_acting_head_would_answer_to_himself(city):
    posts = {person.key: person.post for person in city.people}
    own = [acting for acting in city.acting if city.post_by_key[posts[acting.person]].superior == acting.post]
    assert {acting.kind for acting in own} == {"plt", "plh"}


def test_the_mayor_is_no_employee(city):
    (mayor,) = city.officials
    assert city.post_by_key[mayor.post].kind == "official"
    assert not hasattr(mayor, "identifier")
    assert mayor.name not in {person.name for person in city.people}


def test_identifiers_are_well_formed_and_unique(city):
    assert len({person.identifier for person in city.people}) == len(city.people)
    for person in city.people:
        number = person.identifier
        assert re.fullmatch(r"\d{18}", number)
        birth = date(int(number[:4]), int(number[4:6]), int(number[6:8]))
        assert int(number[8:12]) - birth.year >= 18
        assert city.on.year - birth.year <= 60
        assert number[14] == {"m": "1", "f": "2"}[person.sex]
        assert int(number[15:]) >= 900  # a serial number that was never issued


def test_a_nip_has_a_month_where_an_ni_pppk_has_none(city):
    for person in city.people:
        month = int(person.identifier[12:14])
        assert (1 <= month <= 12) == (person.employment_type in ("pns", "cpns"))


def test_nobody_holds_a_post_before_being_appointed(city):
    for person in city.people:
        assert int(person.identifier[8:12]) <= person.since.year
        assert person.since < city.on


def test_single_holder_posts_belong_to_pns(city):
    kinds = {person.employment_type for person in city.people if city.post_by_key[person.post].kind in SINGLE}
    assert kinds == {"pns"}


def test_ranks_suit_the_employment_type(city):
    forms = {"pns": r"I[IV]+/[a-e]", "cpns": r"I+/[a-d]", "pppk": r"[IVX]+", "pppk_part_time": ""}
    for person in city.people:
        assert re.fullmatch(forms[person.employment_type], person.rank)


def test_names_and_mails_are_unique_and_tell_nothing(city):
    assert len({person.name for person in city.people}) == len(city.people)
    mails = [person.email for person in city.people] + [official.email for official in city.officials]
    assert len(set(mails)) == len(mails)
    for mail in mails:
        # At most the number that tells namesakes apart; never digits of an identifier.
        assert re.fullmatch(r"[a-z]+(\.[a-z]+)?\d{0,2}@padangsidimpuan\.example", mail)


def test_texts_fit_their_columns(city):
    for person in city.people:
        assert len(person.title_prefix) <= 40
        assert len(person.title_suffix) <= 60
    assert max(len(post.title) for post in city.posts) <= 200
    assert max(len(unit.code) for unit in city.units) <= 40


def test_a_city_of_the_usual_size_has_names_of_one_word_and_every_employment_type():
    city = build()
    assert any(" " not in person.name for person in city.people)
    assert {person.employment_type for person in city.people} == {"pns", "cpns", "pppk", "pppk_part_time"}


def test_six_districts_with_wards_and_samarinda_in_its_own_zone():
    city = build(employees=5000)
    assert sum(unit.name.startswith("Kecamatan ") for unit in city.units) == 6
    assert sum(unit.name.startswith("Kelurahan ") for unit in city.units) == 37
    assert {unit.zone for unit in city.units} == {"Asia/Jakarta"}
    assert {unit.zone for unit in build("samarinda").units} == {"Asia/Makassar"}


def test_the_officials_who_run_an_appraisal_exist_in_the_smallest_city():
    titles = {post.title for post in build(employees=60).posts}
    assert {"Sekretaris Daerah", "Inspektur", "Kepala Dinas Kependudukan dan Pencatatan Sipil"} <= titles
    assert "Kepala Bidang Penilaian Kinerja Aparatur dan Penghargaan" in titles


def test_a_pool_that_runs_dry_gives_longer_names_not_numbers():
    names = UniqueNames(Random(1))
    minang = PLACES["pekanbaru"].peoples[1][0]
    drawn = [names.draw(minang, "f") for _ in range(4000)]
    assert len(set(drawn)) == 4000
    assert not any(character.isdigit() for name in drawn for character in name)


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [(10, [1, 1], [5, 5]), (7, [2, 1, 0], [4, 3, 0]), (1, [1, 1], [1, 0]), (0, [1], [0]), (5, [], [])],
)
def test_shares_add_up(total, weights, expected):
    assert shares(total, weights) == expected
