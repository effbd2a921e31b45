"""The public page of verification as one meets it without scripts: a fingerprint, an answer in three words."""

import io
import json
import re
from contextlib import contextmanager
from hashlib import sha256

import pytest
from django.db import connection
from django.utils import timezone, translation

from audit import receipts, seal, selectors
from audit.acts import record
from audit.books import hold
from audit.events import PERSONAL_COPY_MADE
from audit.models import Entry, Payload
from audit.tlog.note import SigningKey
from organization import attempts
from organization.events import IMPORT_UPLOADED
from organization.models import Attempts
from tests import filed
from tests.counting import statements
from tests.flushing.guards import lifted
from tests.office import NOW, Office
from tests.workflow.test_supersede import replace
from workflow import beside
from workflow.evaluation import qr_path

KEY = SigningKey("audit.example.go.id/skp", b"k" * 32)
FILE = "ab" * 32
UNKNOWN = "5e" * 32


@pytest.fixture
def office(db, settings):
    """A case with its log sealed, and somebody's copy of his data."""
    settings.AUDIT_VERIFIER_KEYS = [str(KEY.verifier)]
    office = Office()
    office.bring_to("objection_decision")
    person = office.employee
    record(PERSONAL_COPY_MADE, subject=person, by=person, at=timezone.now(), sha256=FILE)
    seal.seal_all(KEY, timezone.now())
    return office


@pytest.fixture
def entry(office):
    return Entry.objects.filter(stream=f"appraisal:{office.appraisal.pk}").order_by("n").last()


@pytest.fixture
def ask(client):
    def ask(fingerprint, number="", **headers):
        return client.post("/verify/", {"fingerprint": fingerprint, "number": number}, **headers)

    return ask


def title(answer):
    return re.search(r'<h2 id="answer-t"[^>]*>([^<]+)', answer.content.decode())[1]


def states(answer):
    shown = answer.content.decode().split("<template")[0]
    return re.findall(r'<li class="(ok|bad|open)">', shown)


def number_of(entry):
    return f"PN-{entry.stream.partition(':')[2]}-{entry.n}"


def test_the_fingerprint_of_a_receipt_matches(entry, ask):
    answer = ask(bytes(entry.leaf_hash).hex())
    assert (answer.status_code, title(answer)) == (200, "Cocok. Catatan ini ada dan tidak berubah.")
    assert states(answer) == ["ok", "ok", "ok", "ok", "open"]  # no witness has signed


def test_the_fingerprint_of_a_file_matches(office, ask):
    answer = ask(FILE)
    assert title(answer) == "Cocok. Berkas ini asli dan tidak berubah."
    assert "Salinan data" in answer.content.decode()


def test_what_somebody_handed_in_is_not_certified_and_not_told_of(db, ask, settings):
    """A document of his own making that he attached as evidence; nor does the page say that it was attached at all."""
    settings.AUDIT_VERIFIER_KEYS = [str(KEY.verifier)]
    office, made = Office(), filed.pdf("Evaluasi kinerja: sangat baik")
    beside.attach(office.appraisal.pk, file=io.BytesIO(made), name="evaluasi.pdf", by=office.employee, at=NOW)
    record(IMPORT_UPLOADED, subject=office.hr, by=office.hr, at=NOW, sha256=FILE)
    seal.seal_all(KEY, timezone.now())
    for digest in (sha256(made).hexdigest(), FILE):
        assert title(ask(digest)) == title(ask(UNKNOWN)) == "Tidak ditemukan. Sidik ini tidak ada di catatan."


def test_an_unknown_fingerprint_is_not_found(office, ask):
    answer = ask(UNKNOWN)
    assert title(answer) == "Tidak ditemukan. Sidik ini tidak ada di catatan."
    assert states(answer) == ["ok", "open", "open"]


def test_in_an_empty_log_nothing_is_found(db, ask):
    assert "sampai catatan ke-0" in ask(UNKNOWN).content.decode()


def test_an_entry_that_waits_is_said_to_wait(office, ask):
    entry = record(PERSONAL_COPY_MADE, subject=office.hr, by=office.hr, at=timezone.now(), sha256="cd" * 32)
    answer = ask(bytes(entry.leaf_hash).hex())
    assert title(answer) == "Cocok. Catatannya ada, segelnya menyusul."
    assert "menunggu segel" in answer.content.decode()


@pytest.mark.parametrize(
    "write", [number_of, lambda entry: entry.stream + f"/{entry.n}", lambda e: number_of(e).lower()]
)
def test_a_number_and_a_fingerprint_of_one_entry_match(entry, ask, write):
    assert title(ask(bytes(entry.leaf_hash).hex(), write(entry))).startswith("Cocok.")


def test_a_number_with_the_fingerprint_of_another_does_not_match(entry, ask):
    other = Entry.objects.filter(stream=entry.stream, n=entry.n - 1).get()
    for fingerprint in (bytes(other.leaf_hash).hex(), UNKNOWN):
        answer = ask(fingerprint, number_of(entry))
        assert title(answer) == "Tidak cocok. Sidik dan nomor bukan milik satu catatan."
        assert states(answer) == ["ok", "bad"]
        assert bytes(entry.leaf_hash).hex() in answer.content.decode()


@pytest.mark.parametrize("write", [str, str.upper])
def test_an_act_of_hr_has_a_number_that_is_checked_like_that_of_a_case(office, ask, write):
    """As its message names it: `cycle:3/2`."""
    found = record(PERSONAL_COPY_MADE, subject=office.cycle, by=office.hr, at=timezone.now(), sha256="ef" * 32)
    hashed, number = bytes(found.leaf_hash).hex(), receipts.number_of(found)
    assert number == f"cycle:{office.cycle.pk}/{found.n}"
    assert title(ask(hashed, write(number))).startswith("Cocok.")
    assert title(ask(UNKNOWN, number)).startswith("Tidak cocok.")
    assert title(ask(hashed, f"cycle:{office.cycle.pk}/99")).startswith("Tidak cocok.")
    assert title(ask(UNKNOWN, "cycle:999999/0")).startswith("Tidak ditemukan.")


@pytest.mark.parametrize(
    "subject",
    [
        lambda office: office.hr,
        lambda office: office.committee,
        lambda office: office.plan,
        lambda office: hold("log"),
        lambda office: hold("witness-ab12"),
        lambda office: hold("steps"),
    ],
)
def test_whatever_number_a_message_says_is_read(office, ask, subject):
    found = record(PERSONAL_COPY_MADE, subject=subject(office), by=office.hr, at=timezone.now(), sha256="ef" * 32)
    assert title(ask(bytes(found.leaf_hash).hex(), receipts.number_of(found))).startswith("Cocok.")


@pytest.mark.parametrize("typed", ["cycle:3", "cycle:/2", ":3/2", "cycle:3/x", "cycle 3/2/1", "c:\u0663/1"])
def test_what_is_no_number_of_an_act_is_said(db, ask, typed):
    answer = ask(UNKNOWN, typed)
    assert answer.status_code == 422
    assert "atau cycle:3/2" in answer.content.decode()


def test_a_true_fingerprint_with_a_number_that_nobody_has_does_not_match(entry, ask):
    assert title(ask(bytes(entry.leaf_hash).hex(), "PN-520-999")).startswith("Tidak cocok.")
    assert title(ask(UNKNOWN, "PN-999999-0")).startswith("Tidak ditemukan.")


@pytest.mark.parametrize("column", ["leaf", "leaf_hash", "salt", "data"])
def test_a_log_that_was_changed_does_not_match(office, ask, column):
    """As somebody could who has the database, of the copy's entry."""
    found = selectors.entry_by(bytes.fromhex(FILE))
    model = Payload if column in ("salt", "data") else Entry
    row = found.payload if model is Payload else found
    old = getattr(row, column)
    new = old.replace("definitive", "plt") if column == "data" else bytes(old)[:-1] + bytes([bytes(old)[-1] ^ 1])
    with lifted():
        model.objects.filter(pk=row.pk).update(**{column: new})
    answer = ask(FILE)
    assert title(answer) == "Tidak cocok. Catatan di sistem ini tidak utuh lagi."
    assert "bad" in states(answer)


def test_a_fingerprint_is_read_as_programs_and_paper_write_it(entry, ask):
    hashed = bytes(entry.leaf_hash).hex()
    fours = " ".join(hashed[n : n + 4] for n in range(0, 64, 4))
    for pasted in (
        hashed.upper(),
        f"  {hashed}  hasil.zip",
        f"SHA2-256(hasil.zip)= {hashed}",
        fours,
        f"{hashed} *a b.zip",
    ):
        assert title(ask(pasted)).startswith("Cocok."), pasted


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("", "Tempel sidiknya dahulu"),
        ("a" * 63, "yang Anda tempel 63"),
        ("d41d8cd98f00b204e9800998ecf8427e", "Itu sidik MD5"),
        ("a" * 40, "Itu sidik SHA-1"),
        ("a" * 128, "Itu sidik SHA-512"),
        ("z" * 64, "Itu bukan sidik"),
        ("\u0663" * 64, "Itu bukan sidik"),
        ("hasil.zip", "Itu bukan sidik"),
        ("a" * 501, "paling"),
    ],
)
def test_what_is_no_fingerprint_is_said_in_a_sentence(db, ask, pasted, said):
    answer = ask(pasted)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{pasted}"' in answer.content.decode() or not pasted
    assert 'href="#id_fingerprint"' in answer.content.decode()


def test_a_number_is_asked_for_as_receipts_write_it(db, ask):
    answer = ask(UNKNOWN, "520")
    assert answer.status_code == 422
    assert "seperti PN-520-7" in answer.content.decode()
    assert ask(UNKNOWN, "PN-" + "9" * 18 + "-1").status_code == 200


def test_the_answer_alone_is_for_a_page_that_is_there(entry, ask):
    answer = ask(bytes(entry.leaf_hash).hex(), HTTP_X_PART="yes").content.decode()
    assert answer.lstrip().startswith("<article")
    assert "<html" not in answer
    assert "Itu bukan sidik" in ask("zz", HTTP_X_PART="yes").content.decode()


def test_nobody_is_named(office, entry, ask):
    """Neither by an answer nor by a page: no name, no number, no stream, no pseudonym."""
    people = [office.employee, office.supervisor, office.second_level, office.hr, *office.members]
    told = [ask(bytes(one.leaf_hash).hex()).content.decode() for one in Entry.objects.all()]
    told += [ask(FILE).content.decode(), ask(UNKNOWN, number_of(entry)).content.decode()]
    secrets = {str(one.pseudonym) for one in people} | {one.name for one in people}
    secrets |= {one.nip for one in people if getattr(one, "nip", "")} | {entry.stream}
    assert [secret for secret in secrets if any(secret in text.replace("PN-", "") for text in told)] == []


def test_reasons_stay_closed(office, ask):
    said = {json.loads(payload.data)["reason"] for payload in Payload.objects.all()} - {""}
    told = [ask(bytes(one.leaf_hash).hex()).content.decode() for one in Entry.objects.all()]
    assert said
    assert [reason for reason in said if any(reason in text for text in told)] == []


def test_pages_are_kept_and_set_no_cookie(office, client):
    for path in ("/verify/", "/portal/", "/verify/?lang=en", "/portal/verify.py", "/portal/log.vkey"):
        page = client.get(path)
        assert (page.status_code, page["Cache-Control"]) == (200, "public, max-age=60"), path
        assert not page.cookies
        assert "Cookie" in page["Vary"]
        assert "csrfmiddlewaretoken" not in page.content.decode()


def test_an_answer_is_kept_by_nobody_and_sets_no_cookie(entry, ask, client):
    answer = ask(bytes(entry.leaf_hash).hex())
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_no_token_is_asked_for(office):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/verify/", {"fingerprint": FILE}).status_code == 200


def test_a_fingerprint_in_an_address_is_not_looked_up(office, client):
    page = client.get(f"/verify/?fingerprint={FILE}").content.decode()
    assert FILE not in page


def test_the_address_says_the_language(office, client):
    page = client.get("/verify/?lang=en", headers={"accept-language": "id"})
    assert page["Content-Language"] == "en"
    assert "Check whether an appraisal document is genuine" in page.content.decode()
    assert 'href="/portal/?lang=en"' in page.content.decode()
    assert client.get("/verify/?lang=xx", headers={"accept-language": "id"})["Content-Language"] == "id"
    assert translation.get_language() == "id"


def test_whoever_asks_without_end_waits(db, ask, monkeypatch):
    monkeypatch.setitem(attempts.LIMITS, "verify", {"address": 3})
    assert [ask(UNKNOWN, REMOTE_ADDR="10.0.0.1").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = ask(UNKNOWN, REMOTE_ADDR="10.0.0.1")
    assert int(refused["Retry-After"]) <= 15 * 60
    assert "Terlalu banyak pemeriksaan" in refused.content.decode()
    assert UNKNOWN in refused.content.decode()  # nothing typed is lost
    assert ask(UNKNOWN, REMOTE_ADDR="10.0.0.2").status_code == 200


def test_the_address_of_whoever_asks_is_not_kept(db, ask):
    ask(UNKNOWN, REMOTE_ADDR="10.1.2.3")
    assert [key for key in Attempts.objects.values_list("key", flat=True) if "10.1.2.3" in key] == []


def test_looking_costs_few_statements(office, entry, client, ask):
    for path, most in (("/verify/", 0), ("/portal/", 1)):
        with statements() as counted:
            client.get(path)
        assert len(counted) <= most, path
    for fingerprint, number in (
        (bytes(entry.leaf_hash).hex(), number_of(entry)),
        (FILE, ""),
        (UNKNOWN, number_of(entry)),
    ):
        with statements() as counted:
            ask(fingerprint, number)
        assert len(counted) <= 8, [sql[:90] for sql in counted]


def test_a_fingerprint_is_found_by_an_index(db):
    """Whatever the size of the log: both questions of `entry_by` have an index that fits them."""
    digest = bytes.fromhex(UNKNOWN)
    with statements() as asked:
        selectors.entry_by(digest)
    with plain_scans_off():
        plans = list(map(explained, asked))
    assert "audit_entry_by_leaf_hash" in plans[0]
    assert "audit_payload_by_digest" in plans[1]


@contextmanager
def plain_scans_off():
    """PostgreSQL would read a table without rows as it stands."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def explained(sql):
    how = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {sql}".replace("%", "%%"))
        return str(cursor.fetchall())


def test_a_result_that_was_replaced_says_so(db, ask, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office()
    office.bring_to("final")
    final = Entry.objects.get(stream=f"appraisal:{office.appraisal.pk}", event="appraisal.finalized")
    assert "Berlaku, belum diganti" in ask(bytes(final.leaf_hash).hex()).content.decode()
    replace(office)
    assert "Sudah diganti edisi baru" in ask(bytes(final.leaf_hash).hex()).content.decode()
    opened = Entry.objects.get(stream=final.stream, n=0)
    assert "Keadaan" not in ask(bytes(opened.leaf_hash).hex()).content.decode()


def test_a_printed_copy_leads_here(db, client, ask, time_machine):
    """Its code has the fingerprint behind the #; that of the content is not asked about: it could be guessed."""
    time_machine.move_to(NOW, tick=False)
    office = Office()
    office.bring_to("final")
    client.force_login(office.employee)
    copy = client.post(f"/appraisals/{office.appraisal.pk}/print/", follow=True).content.decode()
    leaf = bytes(Entry.objects.get(event="appraisal.printed").leaf_hash).hex()
    assert f"/verify/ dengan sidik catatan <code>{leaf}</code>" in copy
    assert qr_path(f"http://testserver/verify/#{leaf}")["path"] in copy
    assert title(ask(leaf)).startswith("Cocok.")
    content = re.search(r"membandingkan dua cetakan <code>(\w{64})</code>", copy)[1]
    assert title(ask(content)).startswith("Tidak ditemukan.")


def test_a_receipt_leads_here(db, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office()
    step = office.step()
    leaf = office.take("submit")["leaf"]
    client.force_login(office.employee)
    page = client.get(f"/tasks/{step.pk}/receipt/").content.decode()
    assert f'href="/verify/#{leaf}"' in page


def test_the_start_page_shows_what_others_keep(office, client):
    page = client.get("/portal/").content.decode()
    assert str(KEY.verifier) in page
    assert selectors.newest_checkpoint().note.splitlines()[2] in page


def test_the_start_page_of_a_log_without_seal_and_key_says_so(db, client, settings, tmp_path):
    settings.AUDIT_KEY_FILE = tmp_path / "no-key"
    page = client.get("/portal/").content.decode()
    assert "Belum ada catatan yang tersegel" in page
    assert "Kuncinya belum dipasang" in page
    assert client.get("/portal/log.vkey").status_code == 404


def test_the_program_is_the_one_in_dossiers(db, client):
    from hashlib import sha256

    program = client.get("/portal/verify.py").content
    assert program.startswith(b"#!/usr/bin/env python3")
    assert sha256(program).hexdigest() in client.get("/portal/").content.decode()


def test_the_key_is_what_the_program_reads(office, client, tmp_path):
    from audit.dossier import verify

    path = tmp_path / "log.vkey"
    path.write_bytes(client.get("/portal/log.vkey").content)
    assert verify.read_key(verify.given(str(path)))[0] == KEY.name
