"""An inspector takes a dossier along: for a purpose, logged, and never what is still closed to him."""

import io
import zipfile
from hashlib import sha256

import pytest

from audit import seal
from audit.dossier.verify import read_key, verify
from audit.models import Entry
from tests.audit.verification.attacks import KEY
from tests.journeys.test_log import inspector, text_of  # noqa: F401 - a fixture
from tests.office import DAY, NOW

PURPOSE = "Surat tugas 700/118/2026"


@pytest.fixture
def page(office, inspector):  # noqa: F811
    return f"/audit/subjects/appraisal/{office.appraisal.pk}/"


@pytest.fixture
def decided(office, page):
    """The committee has voted; everything is sealed."""
    for _ in office.members:
        if office.appraisal.stage == "committee_vote":
            office.take("endorse", at=NOW + 9 * DAY)
            office.appraisal.refresh_from_db()
    seal.seal_all(KEY, NOW + 9 * DAY)


def test_it_is_given_for_a_purpose_and_holds(office, inspector, page, decided, tmp_path):  # noqa: F811
    assert "Berkas pemeriksaan" not in text_of(inspector.get(page))
    inspector.post(f"{page}purpose/", {"purpose": PURPOSE})
    seal.seal_all(KEY, NOW + 9 * DAY)
    assert "Berkas pemeriksaan" in text_of(inspector.get(page))
    answer = inspector.post(f"{page}dossier/")
    assert answer["Content-Disposition"] == f'attachment; filename="berkas-appraisal-{office.appraisal.pk}.zip"'
    (tmp_path / "dossier.zip").write_bytes(answer.content)
    findings, summary = verify(tmp_path / "dossier.zip", [read_key(str(KEY.verifier))])
    assert findings == []
    entry = Entry.objects.get(event="log.dossier_made")
    assert f'"sha256":"{sha256(answer.content).hexdigest()}"' in entry.payload.data
    assert PURPOSE in entry.payload.data


def test_without_a_purpose_nothing_leaves(inspector, page, decided):  # noqa: F811
    answer = inspector.post(f"{page}dossier/")
    assert answer.status_code == 403
    assert "Nyatakan dahulu untuk apa" in text_of(answer)
    assert not Entry.objects.filter(event="log.dossier_made").exists()


def test_votes_stay_secret_while_they_are_cast(office, inspector, page):  # noqa: F811
    office.take("endorse", at=NOW + 9 * DAY)
    seal.seal_all(KEY, NOW + 9 * DAY)
    inspector.post(f"{page}purpose/", {"purpose": PURPOSE})
    answer = inspector.post(f"{page}dossier/", follow=True)
    assert "Sebagian isinya masih tertutup" in text_of(answer)
    assert not Entry.objects.filter(event="log.dossier_made").exists()


def test_what_has_no_seal_yet_is_said(inspector, page, decided):  # noqa: F811
    inspector.post("/audit/subjects/user/1/purpose/", {"purpose": PURPOSE})
    from audit.models import Checkpoint
    from tests.flushing.guards import lifted

    inspector.post(f"{page}purpose/", {"purpose": PURPOSE})
    with lifted():
        Checkpoint.objects.all().delete()
        assert "belum bersegel" in text_of(inspector.post(f"{page}dossier/", follow=True))


def test_others_than_inspectors_do_not(office, client, inspector, page):  # noqa: F811
    for person in (office.employee, office.supervisor, office.hr):
        client.force_login(person)
        assert client.post(f"{page}dossier/").status_code == 403


def test_the_archive_has_what_was_said(inspector, page, decided):  # noqa: F811
    inspector.post(f"{page}purpose/", {"purpose": PURPOSE})
    with zipfile.ZipFile(io.BytesIO(inspector.post(f"{page}dossier/").content)) as archive:
        assert b"Terbukti." in archive.read("payload.jsonl")
