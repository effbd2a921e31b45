"""Final is final: what was wrong is replaced by letter, and the old version stays as it was."""

import pytest

from appraisal.models import Appraisal, Document
from audit.models import Entry
from tests.office import DAY, NOW
from workflow.beside import supersede
from workflow.refusals import Conflict, Forbidden, Invalid, NotFound

LETTER = {
    "results_rating": "above", "behaviour_rating": "meets", "authority": "Putusan PTUN Medan 12/G/2026",
    "letter_no": "800/9/2026", "reason": "Bukti RHK 2 diakui pengadilan.",
}  # fmt: skip


def replace(office, appraisal=None, *, by=None, at=NOW + 60 * DAY, **changes):
    pk = (appraisal or office.appraisal).pk
    return supersede(pk, **(LETTER | changes), by=by or office.hr, at=at)


@pytest.fixture
def ended(office):
    office.bring_to("final")
    return office


def facts_of(appraisal):
    return Appraisal.objects.filter(pk=appraisal.pk).values().get()


def test_a_new_final_version_by_letter(ended):
    before, document = facts_of(ended.appraisal), ended.document()
    new = Appraisal.objects.get(pk=replace(ended).pk)
    assert (new.edition, new.supersedes, new.is_final, new.stage) == (2, ended.appraisal, True, "final")
    assert (new.results_rating, new.behaviour_rating, new.predicate) == ("above", "meets", "good")
    assert (new.supersede_authority, new.supersede_letter_no) == (LETTER["authority"], LETTER["letter_no"])
    assert (new.employee, new.supervisor, new.snapshot) == (ended.employee, ended.supervisor, before["snapshot"])
    assert facts_of(ended.appraisal) == before
    assert ended.document() == document
    made = Document.objects.get(appraisal=new).content
    assert (made["edition"], made["authority"], made["letter_no"]) == (2, LETTER["authority"], LETTER["letter_no"])
    assert (made["results_rating"], made["final_at"]) == ("above", "2027-01-01T03:00:00.000000Z")


def test_it_has_a_stream_of_its_own_that_names_the_letter(ended):
    before = ended.events()
    new = replace(ended)
    entry = Entry.objects.get(stream=f"appraisal:{new.pk}")
    assert (entry.n, entry.event, entry.actor) == (0, "appraisal.superseded", ended.hr.pseudonym)
    assert ended.events() == before
    version = new.history.get()
    assert (version.history_user, version.history_change_reason) == (ended.hr, LETTER["reason"])
    assert ended.told("superseded") == {"employee", "supervisor"}


def test_a_version_is_replaced_once_and_its_successor_may_be(ended):
    second = replace(ended)
    with pytest.raises(Conflict, match="Ganti versi terakhirnya"):
        replace(ended)
    third = replace(ended, second, results_rating="meets", letter_no="800/10/2026")
    assert (third.edition, third.supersedes_id) == (3, second.pk)
    assert Appraisal.objects.count() == 3


def test_only_what_is_final(office):
    for stage in ("self_assessment", "committee_vote"):
        office.bring_to(stage)
        with pytest.raises(Conflict, match="sudah final"):
            replace(office)
    assert Appraisal.objects.count() == 1


def test_only_hr_and_never_a_party(ended):
    for person in (ended.employee, ended.supervisor, ended.second_level, ended.members[0], ended.inspector):
        with pytest.raises(Forbidden):
            replace(ended, by=person)
    with pytest.raises(NotFound):
        replace(ended, by=ended.stranger)
    ended.employee.roles = ["hr_admin"]
    with pytest.raises(Forbidden, match="Anda pihak"):
        replace(ended, by=ended.employee)


@pytest.mark.parametrize("field", ["results_rating", "behaviour_rating", "authority", "letter_no", "reason"])
@pytest.mark.parametrize("value", ["", " ", None, 3, "a\x00b", "x" * 10_001])
def test_what_a_correction_needs(ended, field, value):
    with pytest.raises(Invalid) as refusal:
        replace(ended, **{field: value})
    assert list(refusal.value.fields) == [field]
    assert Appraisal.objects.count() == 1
