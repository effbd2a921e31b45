"""A dossier, a file or a fingerprint checked in chromium by somebody without an account; nothing of it is uploaded."""

import io
import json
import re
import zipfile
from hashlib import sha256

import pytest
from django.conf import settings as configured
from django.utils import timezone

from appraisal.models import Appraisal
from audit import heads, seal, selectors
from audit.acts import record
from audit.dossier.collecting import dossier_of
from audit.events import PERSONAL_COPY_MADE
from audit.models import Entry
from audit.tlog.note import SigningKey
from organization.models import User
from tests.audit.dossier.made import log_of, packed

KEY = SigningKey(configured.AUDIT_ORIGIN, b"k" * 32)
EVIL = SigningKey(configured.AUDIT_ORIGIN, b"e" * 32)
ELSEWHERE = SigningKey("audit.example.go.id/skp", b"k" * 32)
LINKS = ["Berkas: isi ZIP", "Rantai: urutan catatan", "Isi: alasan dan keterangan", "Pohon: bukti setiap catatan",
         "Pos pemeriksaan: tanda tangan", "Catatan yang terbit sekarang"]  # fmt: skip
FILES, EVENTS, PAYLOAD, PROOFS, SIGNATURE, NEWEST = LINKS
END = "Ujung: apakah ada yang terpotong"
WHOLE = dict.fromkeys([*LINKS, END], "ok") | {"Saksi": "open"}  # nobody has cosigned
WITNESS = SigningKey("witness.example.org/w", b"w" * 32, kind=4)
SIGNED_BY = f"Saksi: {WITNESS.name}"


@pytest.fixture
def log(demo, settings):
    """The demo's log under one key; the ends of its streams are written down."""
    settings.AUDIT_VERIFIER_KEYS = [str(KEY.verifier)]
    seal.seal_all(KEY, timezone.now())
    heads.record_heads(timezone.now())
    seal.seal_all(KEY, timezone.now())


@pytest.fixture
def dossier(log):
    case = Appraisal.objects.filter(is_final=True, is_contested=True).first()
    return dossier_of(f"appraisal:{case.pk}", selectors.newest_checkpoint())


@pytest.fixture
def drop(page, tmp_path):
    """Give the page a file and return (title, {link: state})."""

    def drop(content, name="berkas.zip", *, opens=True):
        path = tmp_path / name
        path.write_bytes(content)
        if opens:
            page.goto("/verify/")
        page.locator("[data-place]").evaluate("node => node.replaceChildren()")
        page.set_input_files("#file", path)
        page.wait_for_selector("[data-place] h2", timeout=30_000)
        return page.inner_text("[data-place] h2"), states(page)

    return drop


def states(page):
    shown = page.locator("[data-place] .chain > li").all()
    return {one.locator("[data-link-title]").inner_text(): one.get_attribute("class") for one in shown}


def broken(found):
    return [link for link, state in found.items() if state == "bad"]


def changed(content):
    """One byte in the middle is another one."""
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def said(page):
    return page.inner_text("[data-place]")


# ── a dossier ───────────────────────────────────────────────────────────────────────────────────
def test_a_dossier_matches_and_nothing_of_it_is_sent(dossier, page, drop):
    asked = []
    page.on("request", lambda request: asked.append(request))
    assert drop(dossier.zip()) == ("Cocok. Berkas pemeriksaan ini utuh dan tidak berubah.", WHOLE)
    assert "berkas.zip berisi" in said(page)
    assert f"PN-{dossier.stream.partition(':')[2]}" in said(page)  # of which case: it may be another's
    assert {request.method for request in asked} == {"GET"}
    stream = dossier.stream.partition(":")[2]
    assert [r.url for r in asked if "/portal/log/" in r.url]
    assert not [r.url for r in asked if stream in r.url.split("/portal/log/")[-1].split("/")]


def test_a_dossier_of_yesterday_is_continued_by_the_log_of_today(dossier, page, drop):
    made, person = dossier.zip(), User.objects.get(username="employee")
    for _ in range(300):
        record(PERSONAL_COPY_MADE, subject=person, by=person, at=timezone.now(), sha256="ab" * 32)
    seal.seal_all(KEY, timezone.now())
    assert drop(made)[1] == WHOLE
    assert "tanpa mengubahnya" in said(page)


def members_of(dossier):
    return {
        "manifest.json": [FILES], "checkpoint": [FILES, PROOFS, SIGNATURE], "events.jsonl": [FILES, EVENTS, PROOFS],
        "payload.jsonl": [FILES, PAYLOAD], "proofs/0.tlog-proof": [FILES, PROOFS], "verify.py": [FILES],
    }  # fmt: skip


def test_one_changed_byte_in_any_member_is_named(dossier, page, drop):
    """As somebody does who unpacks it, changes a letter and packs it again."""
    for member, links in members_of(dossier).items():
        content = dossier.members()
        content[member] = changed(content[member])
        title, found = drop(packed(content, manifest=False))
        assert title == "Tidak cocok. Berkas ini bukan yang diterbitkan.", member
        assert set(broken(found)) >= {links[0]}, member
        if member != "manifest.json":
            assert member in said(page)
            assert set(broken(found)) >= set(links[1:]) - {SIGNATURE}, member


def test_a_careful_forger_who_mends_the_manifest_is_caught_further_down(dossier, drop):
    for member, links in members_of(dossier).items():
        if member in ("manifest.json", "verify.py"):
            continue
        content = dossier.members()
        content[member] = changed(content[member])
        found = drop(packed(content))[1]
        assert found[FILES] == "ok", member
        assert set(broken(found)) & set(links[1:]), member


def test_what_is_left_out_exchanged_or_added_is_named(dossier, page, drop):
    whole = dossier.members()
    lines = whole["events.jsonl"].splitlines(keepends=True)
    told = whole["payload.jsonl"].splitlines(keepends=True)
    cases = [
        (whole | {"events.jsonl": b"".join(lines[:-1])}, EVENTS),
        (whole | {"events.jsonl": b"".join([lines[1], lines[0], *lines[2:]])}, EVENTS),
        (whole | {"payload.jsonl": b"".join(told[:-1])}, PAYLOAD),
        (whole | {"payload.jsonl": b"".join([*told[:-1], b'{"erased":true,"n":%d}\n' % (len(told) - 1)])}, PAYLOAD),
        (whole | {"letter.pdf": b"a letter"}, PAYLOAD),
        ({name: content for name, content in whole.items() if name != "checkpoint"}, SIGNATURE),
        ({name: content for name, content in whole.items() if name != "proofs/1.tlog-proof"}, PROOFS),
    ]
    for members, link in cases:
        assert link in broken(drop(packed(members))[1])
    assert broken(drop(packed({name: c for name, c in whole.items() if name != "manifest.json"}, manifest=False))[1])


def test_a_byte_changed_in_the_archive_itself_is_no_match(dossier, drop):
    """Inside the packed bytes of a member: what comes out is another text, or none."""
    archive = dossier.zip()
    at = archive.index(b"payload.jsonl") + 60
    title, found = drop(archive[:at] + bytes([archive[at] ^ 1]) + archive[at + 1 :])
    assert title.startswith("Tidak cocok.")
    assert FILES in broken(found)


def test_a_dossier_signed_by_another_key_does_not_match(log, drop):
    forged = log_of({"facts": {}}, {"facts": {}}, key=EVIL).dossier().zip()
    title, found = drop(forged)
    assert title.startswith("Tidak cocok.")
    assert SIGNATURE in broken(found)


def test_a_dossier_of_another_log_is_not_found(log, page, drop):
    title, _found = drop(log_of({"facts": {}}, key=ELSEWHERE).dossier().zip())
    assert title == "Tidak ditemukan. Berkas ini dari catatan lain."
    assert ELSEWHERE.name in said(page)


def test_a_fork_with_the_true_key_is_seen(log, page, drop):
    """Whoever has the key can sign another past; the published log does not continue it."""
    title, found = drop(log_of({"facts": {}}, {"facts": {}}, key=KEY).dossier().zip())
    assert title.startswith("Tidak cocok.")
    assert broken(found) == [NEWEST]
    assert "ditulis ulang" in said(page)


def test_what_an_order_erased_stays_proven(log, page, drop):
    order = {"event": "payload.erased", "of": 0, "facts": {}}
    found = drop(log_of({"facts": {}}, order, key=KEY).dossier(erased={0}).zip())[1]
    assert found[PAYLOAD] == "ok"
    assert "1 dihapus atas perintah" in said(page)
    assert drop(log_of({"facts": {}}, {"facts": {}}, key=KEY).dossier(erased={0}).zip())[1][PAYLOAD] == "bad"


def test_the_evaluation_document_is_what_an_event_names(dossier, drop):
    [name] = dossier.attachments
    assert drop(dossier.zip())[1][PAYLOAD] == "ok"
    members = dossier.members()
    assert drop(packed(members | {name: changed(members[name])}))[1][PAYLOAD] == "bad"


def test_what_was_taken_out_is_missed_and_what_is_closed_is_named(dossier, page, drop):
    """A document that an event tells of, without its file; a file that is said to be closed to whoever got the dossier."""
    [name] = dossier.attachments
    whole = dossier.members()
    members = {one: content for one, content in whole.items() if one != name}
    title, found = drop(packed(members))
    assert (title.startswith("Tidak cocok."), broken(found)) == (True, [PAYLOAD])
    assert name in said(page)
    closed = {"closed.json": b'{"rows":[["appraisal_historicaldocument",%d]],"v":1}' % int(name.split("-")[1][:-4])}
    assert broken(drop(packed(members | closed))[1]) == [PAYLOAD]  # a document is closed to nobody
    row = ["appraisal_historicalevidence", 9, "00" * 32, "11" * 32]
    made = log_of({"facts": {}, "rows": [row]}, key=KEY).dossier().members()
    assert drop(packed(made))[1][PAYLOAD] == "bad"
    found = drop(packed(made | {"closed.json": b'{"rows":[["appraisal_historicalevidence",9]],"v":1}'}))[1]
    assert (found[PAYLOAD], found["Lampiran yang tidak disertakan"]) == ("ok", "open")
    assert "attachments/evidence-9.row" in said(page)


def test_nothing_passes_for_what_it_is_not(dossier, drop):
    """Evidence of one's own as the evaluation, a file among the proofs, two members of one name."""
    whole, mine = dossier.members(), b"%PDF my own"
    log = log_of({"facts": {"sha256": sha256(mine).hexdigest()}, "reason": sha256(mine).hexdigest()}, key=KEY)
    assert (
        drop(packed(log.dossier(attachments={f"attachments/{sha256(mine).hexdigest()}.pdf": mine}).members()))[1][
            PAYLOAD
        ]
        == "ok"
    )
    for name in (
        "evaluation.pdf",
        "attachments/evaluation-1.row",
        "proofs/x.pdf",
        "proofs/9.tlog-proof",
        "heads.tlog-proof",
    ):
        assert drop(packed(log.dossier().members() | {name: mine}))[1][PAYLOAD] == "bad", name
    twice = io.BytesIO(packed(whole))
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("payload.jsonl", whole["payload.jsonl"])
    assert FILES in broken(drop(twice.getvalue())[1])


def test_an_attachment_is_named_by_an_event(log, drop):
    letter = b"%PDF a letter"
    made = log_of({"facts": {"pdf": sha256(letter).hexdigest()}}, key=KEY)
    assert drop(made.dossier(attachments={"evaluation.pdf": letter}).zip())[1][PAYLOAD] == "ok"
    assert drop(made.dossier(attachments={"evaluation.pdf": b"%PDF another"}).zip())[1][PAYLOAD] == "bad"


def test_a_browser_without_ed25519_says_so(dossier, page, drop):
    page.add_init_script("crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))")
    title, found = drop(dossier.zip())
    assert title == "Cocok, sejauh dapat diuji di sini."
    assert found == WHOLE | {SIGNATURE: "open"}
    assert "verify.py" in said(page)


def test_without_a_network_the_rest_is_still_checked(dossier, page, drop):
    page.goto("/verify/")
    page.context.set_offline(True)
    title, found = drop(dossier.zip(), opens=False)
    page.context.set_offline(False)
    assert (title, found[NEWEST]) == ("Cocok, sejauh dapat diuji di sini.", "open")


# ── its end ─────────────────────────────────────────────────────────────────────────────────────
def test_an_end_that_was_cut_off_is_named(dossier, page, drop):
    """By somebody careful, who takes the last event out of every member and mends the manifest."""
    whole = dossier.members()
    last = len(dossier.events) - 1
    told = json.loads(whole["manifest.json"]) | {"count": last}
    members = {name: content for name, content in whole.items() if name != f"proofs/{last}.tlog-proof"}
    for name in ("events.jsonl", "payload.jsonl"):
        members[name] = b"".join(whole[name].splitlines(keepends=True)[:-1])
    title, found = drop(packed(members | {"manifest.json": json.dumps(told).encode()}))
    assert title.startswith("Tidak cocok.")
    assert broken(found) == [END]
    assert "bagian akhirnya terpotong" in said(page)


def test_the_end_cannot_be_restated(dossier, drop):
    members = dossier.members()
    told = json.loads(members["heads.json"])
    for false in (
        {"count": told["count"] - 1}, {"head": "00" * 32}, {"index": told["index"] + 1}, {"hashes": told["hashes"][1:]},
        {"salt": told["salt"][::-1]}, {"leaf": told["leaf"].replace("streams.heads", "streams.other")},
        {"data": told["data"].replace('"size":', '"size":1')}, {"count": str(told["count"])}, {"index": None},
    ):  # fmt: skip
        forged = members | {"heads.json": json.dumps(told | false).encode()}
        assert broken(drop(packed(forged))[1]) == [END], false
    for gone in (b"", b"{}", b"[]", b"\xff"):
        assert broken(drop(packed(members | {"heads.json": gone}))[1]) == [END], gone


def test_without_an_end_written_down_it_is_said_and_the_rest_matches(dossier, page, drop):
    members = {name: content for name, content in dossier.members().items() if not name.startswith("heads.")}
    title, found = drop(packed(members))
    assert (title, found[END]) == ("Cocok. Berkas pemeriksaan ini utuh dan tidak berubah.", "open")
    assert "Bandingkan dengan tanda terima terakhir Anda" in said(page)


def test_nothing_stands_behind_a_closing_but_what_may(log, page, drop):
    closing = {"event": "appraisal.closed", "facts": {}}
    made = log_of({"facts": {}}, dict(closing), {"event": "appraisal.printed", "facts": {}}, key=KEY)
    assert drop(made.dossier().zip())[1][END] == "ok"
    assert "ditutup" in said(page)
    made = log_of({"facts": {}}, dict(closing), {"event": "appraisal.rated", "facts": {}}, key=KEY)
    assert drop(made.dossier().zip())[1][END] == "bad"


# ── its witnesses ───────────────────────────────────────────────────────────────────────────────
def cosigned(dossier, *lines):
    """The same dossier, its checkpoint with these lines of witnesses everywhere."""
    old = dossier.checkpoint.encode()
    note = old + "".join(f"{line}\n" for line in lines).encode()
    return packed({name: content.replace(old, note) for name, content in dossier.members().items()})


def line_of(dossier, key=WITNESS, text=None):
    return key.sign(text or dossier.checkpoint.rpartition("\n\n")[0] + "\n", time=1_795_000_000)


@pytest.fixture
def paste(page):
    def paste(text):
        page.goto("/verify/")
        page.get_by_text("Uji juga tanda tangan saksi").click()
        page.fill("#witnesses", str(text))

    return paste


def test_a_witness_whose_key_nobody_gave_is_named_and_not_believed(dossier, page, drop):
    for line in (line_of(dossier), line_of(dossier, text="another\n")):
        title, found = drop(cosigned(dossier, line))
        assert (title, found[SIGNED_BY]) == ("Cocok. Berkas pemeriksaan ini utuh dan tidak berubah.", "open")
        assert "belum diuji: tempel kunci saksi" in said(page)


def test_a_witness_is_checked_with_the_key_that_one_pastes(dossier, page, drop, paste):
    drop(cosigned(dossier, line_of(dossier)))
    page.get_by_text("Uji juga tanda tangan saksi").click()
    page.fill("#witnesses", str(WITNESS.verifier))
    page.get_by_role("button", name="Periksa berkas dengan kunci ini").click()
    page.get_by_text("tanda tangannya benar").wait_for()
    assert states(page)[SIGNED_BY] == "ok"
    assert "18 November 2026" in said(page)


def test_a_forged_cosignature_does_not_match(dossier, page, drop, paste):
    paste(WITNESS.verifier)
    title, found = drop(cosigned(dossier, line_of(dossier, text="another\n")), opens=False)
    assert (title.startswith("Tidak cocok."), broken(found)) == (True, [SIGNED_BY])
    title, found = drop(cosigned(dossier, line_of(dossier, SigningKey(WITNESS.name, b"i" * 32, 4))), opens=False)
    assert (title.startswith("Tidak cocok."), broken(found)) == (True, [SIGNED_BY])
    title, found = drop(dossier.zip(), opens=False)
    assert (title, found[SIGNED_BY]) == ("Cocok, sejauh dapat diuji di sini.", "open")


def test_what_is_no_key_of_a_witness_is_said_beside_it(dossier, page, paste, tmp_path):
    path = tmp_path / "berkas.zip"
    path.write_bytes(dossier.zip())
    for text, why in (
        ("saksi", "ditulis nama+id+kunci"), (str(WITNESS.verifier)[:-3] + "AA=", "ditulis nama+id+kunci"),
        (KEY.verifier, "Itu kunci catatan, bukan kunci saksi"),
    ):  # fmt: skip
        paste(text)
        page.set_input_files("#file", path)
        page.get_by_text(why).wait_for()
        assert page.evaluate("document.activeElement.id") == "witnesses"
        assert page.input_value("#witnesses") == str(text)
        assert page.locator("[data-place] h2").count() == 0


# ── a proof, a checkpoint, any other file ───────────────────────────────────────────────────────
def test_a_proof_and_a_checkpoint_by_themselves(dossier, drop):
    proof = dossier.members()["proofs/0.tlog-proof"]
    title, found = drop(proof, "0.tlog-proof")
    assert (title, found.pop("Saksi")) == ("Cocok. Catatan ini ada dan tidak berubah.", "open")
    assert set(found.values()) == {"ok"}
    title, found = drop(proof.replace(b"index ", b"index 1"), "0.tlog-proof")
    assert title.startswith("Tidak cocok.")
    title, found = drop(dossier.checkpoint.encode(), "checkpoint")
    assert (title, found.pop("Saksi")) == ("Cocok. Catatan yang terbit meneruskan pos pemeriksaan ini.", "open")
    assert set(found.values()) == {"ok"}
    forged = dossier.checkpoint.replace("\n", "\n1", 1)
    assert drop(forged.encode(), "checkpoint")[0].startswith("Tidak cocok.")


@pytest.fixture
def copy(log):
    """Somebody's copy of his data, as bytes, and its entry."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("timbang/log.jsonl", b"{}\n" * 1000)
    person = User.objects.get(username="employee")
    digest = sha256(content.getvalue()).hexdigest()
    record(PERSONAL_COPY_MADE, subject=person, by=person, at=timezone.now(), sha256=digest)
    seal.seal_all(KEY, timezone.now())
    return content.getvalue()


def test_of_another_file_only_the_fingerprint_is_sent(copy, page, drop):
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request))
    title, found = drop(copy, "salinan Siti.zip")
    assert title == "Cocok. Berkas ini asli dan tidak berubah."
    assert "salinan Siti.zip" in said(page)
    assert [request.post_data for request in sent] == [f"fingerprint={sha256(copy).hexdigest()}"]
    assert drop(changed(copy))[0] == "Tidak ditemukan. Sidik ini tidak ada di catatan."


def test_a_large_file_is_read_with_a_bar_and_a_larger_one_refused(log, page, drop, tmp_path):
    page.goto("/verify/")
    page.evaluate("""() => { window.seen = []; new MutationObserver(() => window.seen.push(document.querySelector('[data-busy] progress').value))
        .observe(document.querySelector('[data-busy]'), {subtree: true, attributes: true}) }""")
    assert drop(b"\0" * 40_000_000, "besar.bin", opens=False)[0].startswith("Tidak ditemukan.")
    assert len({value for value in page.evaluate("window.seen") if 0 < value < 1}) > 1
    assert page.locator("[data-busy]").is_hidden()
    path = tmp_path / "terlalu-besar.bin"
    with open(path, "wb") as file:
        file.truncate(513 * 2**20)
    page.set_input_files("#file", path)
    page.get_by_text("lebih dari 512 MB").wait_for()


def test_a_file_can_be_dropped(copy, page):
    page.goto("/verify/")
    page.evaluate(
        """bytes => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(bytes)], 'salinan.zip'));
        const drop = document.querySelector('[data-drop]');
        drop.dispatchEvent(new DragEvent('dragover', {dataTransfer: data, bubbles: true, cancelable: true}));
        drop.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
    }""",
        list(copy),
    )
    page.wait_for_selector("[data-place] h2")
    assert page.inner_text("[data-place] h2").startswith("Cocok.")


# ── a fingerprint ───────────────────────────────────────────────────────────────────────────────
def test_the_code_on_paper_fills_in_the_fingerprint_by_keyboard(log, page):
    entry = Entry.objects.filter(event="appraisal.finalized").first()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/verify/#{bytes(entry.leaf_hash).hex()}")
    page.wait_for_function("document.activeElement.matches('button.primary')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer-t")
    assert page.inner_text("#answer-t") == "Cocok. Catatan ini ada dan tidak berubah."
    assert not [url for url in [*asked, page.url] if bytes(entry.leaf_hash).hex() in url.partition("#")[0]]
    assert page.url.endswith("/verify/")


def test_a_citizen_pastes_without_a_mouse(log, page):
    entry = Entry.objects.filter(event="appraisal.finalized").first()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/verify/")
    page.evaluate("text => navigator.clipboard.writeText(text)", bytes(entry.leaf_hash).hex())
    while not page.evaluate("document.activeElement.id === 'id_fingerprint'"):
        page.keyboard.press("Tab")
    page.keyboard.press("Control+v")
    while not page.evaluate("document.activeElement.matches('form[data-verify] button.primary')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer-t")
    assert page.inner_text("#answer-t") == "Cocok. Catatan ini ada dan tidak berubah."
    assert page.evaluate("document.activeElement.id") == "answer-t"


def test_without_scripts_one_pastes(log, browser, base_url):
    entry = Entry.objects.filter(event="appraisal.finalized").first()
    plain = browser.new_context(base_url=base_url, java_script_enabled=False, locale="id-ID")
    page = plain.new_page()
    page.goto("/verify/")
    assert page.locator("[data-drop]").is_hidden()
    assert page.get_by_text("sha256sum").is_visible()
    page.fill("#id_fingerprint", bytes(entry.leaf_hash).hex())
    page.locator("form[data-verify] button.primary").click()
    assert page.inner_text("#answer-t") == "Cocok. Catatan ini ada dan tidak berubah."
    assert not plain.cookies()
    plain.close()


# ── how it looks ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.timeout(600)
def test_axe_finds_nothing_in_any_answer(dossier, copy, page, drop, violations):
    bad = dossier.members()
    bad["payload.jsonl"] = changed(bad["payload.jsonl"])
    found = []
    for content in (dossier.zip(), packed(bad), copy, b"unknown"):
        drop(content)
        for width in (1440, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), width
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                found += violations(page)
    page.fill("#id_fingerprint", "zz")
    page.locator("form[data-verify] button.primary").click()
    page.wait_for_selector(".errsum")
    assert page.evaluate("document.activeElement.className") == "errsum"
    assert found + violations(page) == []


def test_a_certificate_is_printed_without_the_form(dossier, page, drop):
    drop(dossier.zip())
    assert page.locator("[data-print-answer]").is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("Surat keterangan pemeriksaan").is_visible()
    assert page.locator("form[data-verify]").is_hidden()
    assert page.locator(".chain > li").first.is_visible()


def test_english_is_spoken_by_the_scripts_too(dossier, page, tmp_path):
    path = tmp_path / "dossier.zip"
    path.write_bytes(dossier.zip())
    page.goto("/verify/?lang=en")
    page.set_input_files("#file", path)
    page.wait_for_selector("[data-place] h2")
    assert page.inner_text("[data-place] h2") == "Matches. This dossier is whole and unchanged."
    assert "Signed by the key of the log" in said(page)
    assert re.search(r"until \d{1,2} \w+ \d{4} at \d\d:\d\d:\d\d ", page.inner_text("[data-place]"))


def test_the_words_of_the_scripts_are_all_there(log, page):
    """What a module names, the page has."""
    page.goto("/verify/")
    words = json.loads(page.locator("#words").text_content())
    modules = (configured.BASE_DIR / "static/js/proof").glob("*.js")
    named = "".join(path.read_text() for path in modules).split('"')
    missing = [
        text
        for text in named
        if text.startswith(("files_", "event_", "events_", "payload_", "proof_", "proofs", "end_", "witness_"))
        and text not in words
    ]
    assert [text for text in missing if "/" not in text] == []
