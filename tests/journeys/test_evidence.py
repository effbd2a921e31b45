"""Evidence through the web, without a line of script."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from appraisal.models import Evidence
from audit.models import Access
from audit.personal.asking import ask_copy
from audit.personal.making import run_copies
from audit.personal.models import PersonalCopy
from tests import filed
from tests.counting import statements
from tests.journeys.walking import Walker
from tests.office import DAY, NOW, Office
from tests.workflow.walking import walk
from workflow import beside
from workflow.models import Draft

PDF = filed.pdf("surat tugas")


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    return Office()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def upload(name="surat tugas.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def attach(office, by=None, content=PDF, name="surat tugas.pdf", at=NOW, **told):
    return beside.attach(
        office.appraisal.pk, file=io.BytesIO(content), name=name, by=by or office.employee, at=at, **told
    )


def page_of(office, *more):
    return "/".join([f"/appraisals/{office.appraisal.pk}/evidence", *map(str, more)]) + "/"


def step_of(office):
    return f"/tasks/{office.step().pk}/"


def text(answer):
    return answer.content.decode()


# --- on the step ---


def test_files_go_with_the_form_and_what_was_typed_is_kept(office):
    client, indicator = signed_in(office.employee), office.indicators[0]
    field = f"file.indicator:{indicator.pk}"
    typed = {f"actual-{indicator.pk}": "7,5", f"note-{indicator.pk}": "Sudah tayang."}
    files = {field: [upload(), upload("foto.png", filed.PNG)]}
    answer = client.post(step_of(office), typed | files | {"do": f"attach:indicator:{indicator.pk}"})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#files-indicator-{indicator.pk}")
    assert set(Evidence.objects.values_list("name", flat=True)) == {"surat tugas.pdf", "foto.png"}
    assert all(row.about == [f"indicator:{indicator.pk}"] for row in Evidence.objects.all())
    html = text(client.get(answer["Location"]))
    assert "2 berkas bukti tersimpan." in html
    assert "7,5" in html
    assert "Sudah tayang." in html
    assert "surat tugas.pdf" in html
    assert not any("file" in name for name in Draft.objects.get().body)


def test_a_refused_file_names_itself_and_the_cure_and_the_others_are_kept(office):
    client = signed_in(office.employee)
    files = {"file.": [upload("ruang.heic", b"\0\0\0 ftypheic"), upload()]}
    answer = client.post(step_of(office), files | {"statement": "Semua ada.", "do": "attach:"}, follow=True)
    assert "ruang.heic: Jenis berkas ini tidak diterima." in text(answer)
    assert "Semua ada." in text(answer)
    assert [row.name for row in Evidence.objects.all()] == ["surat tugas.pdf"]


def test_no_file_is_said(office):
    answer = signed_in(office.employee).post(step_of(office), {"do": "attach:"}, follow=True)
    assert "Pilih dulu berkasnya" in text(answer)


def test_files_that_were_chosen_but_not_uploaded_go_along_with_the_check(office):
    walker, step = Walker(Client(), office, office.employee), office.step()
    answer = walker.fill(step, "submit", **{"file.": upload()})
    assert answer["Location"].endswith("/check/submit/")
    assert "surat tugas.pdf" in text(walker.client.get(answer["Location"]))
    refused = walker.fill(step, "submit", **{"file.": upload("x.exe", b"MZ")})
    assert refused["Location"].startswith(f"/tasks/{step.pk}/#files-")


def test_the_first_button_of_a_form_only_keeps(office):
    """Enter in a field presses it; it must not take a file back."""
    attach(office)
    html = text(signed_in(office.employee).get(step_of(office)))
    form = html[html.index("data-draft") :]
    first = form[form.index("<button") :]
    assert first.startswith('<button class="vh" name="do" value="save"')


def test_an_empty_line_says_what_good_evidence_is(office):
    html = text(signed_in(office.employee).get(step_of(office)))
    assert "Bukti yang baik" in html
    assert "Paling besar 10 MB per berkas, paling banyak 20 berkas." in html


def test_missing_evidence_is_a_warning_not_a_wall(office):
    client, step = signed_in(office.employee), office.step()
    attach(office, about=[f"indicator:{office.indicators[0].pk}"])
    fields = {}
    for indicator in office.indicators:
        fields |= {f"actual-{indicator.pk}": "8", f"note-{indicator.pk}": "ada"}
    for value in (
        "service_orientation",
        "accountable",
        "competent",
        "harmonious",
        "loyal",
        "adaptive",
        "collaborative",
    ):
        fields[f"no-value-{value}"] = "on"
    checked = client.post(f"/tasks/{step.pk}/", fields | {"do": "check", "outcome": "submit"}, follow=True)
    html = text(checked)
    assert "Belum ada bukti untuk indikator 1.2, 1.3, 1.4, 1.5. Anda tetap dapat mengirim." in html
    assert "surat tugas.pdf" in html  # what is sent along


def test_taking_back_asks_why_and_keeps_the_draft(office):
    row, client = attach(office), signed_in(office.employee)
    step = office.step().pk
    asked = client.post(f"/tasks/{step}/", {"statement": "Belum selesai.", "do": f"withdraw:{row.pk}"})
    assert asked["Location"] == page_of(office, row.pk, "withdraw") + f"?step={step}"
    page = text(client.get(asked["Location"]))
    assert "Artinya" in page
    refused = client.post(page_of(office, row.pk, "withdraw"), {"reason": " ", "step": step})
    assert refused.status_code == 422
    assert "Wajib diisi" in text(refused)
    done = client.post(page_of(office, row.pk, "withdraw"), {"reason": "Salah berkas.", "step": step}, follow=True)
    assert done.redirect_chain[-1][0] == f"/tasks/{step}/"
    assert "Belum selesai." in text(done)
    assert "Salah berkas." in text(done)
    assert Evidence.objects.get().withdrawn_at == NOW


# --- the supervisor ---


def test_the_supervisor_looks_accepts_and_rejects_and_loses_nothing(office):
    rows = [attach(office, content=filed.pdf(name), name=f"{name}.pdf") for name in ("satu", "dua")]
    walk(office, "0 submit supervisor_review")
    client, step = signed_in(office.supervisor), office.step().pk
    html = text(client.get(f"/tasks/{step}/"))
    assert all(f'value="accept:{row.pk}"' in html for row in rows)
    answer = client.post(f"/tasks/{step}/", {"reason": "Baru sebagian.", "do": f"accept:{rows[0].pk}"}, follow=True)
    assert "Bukti ditandai diterima." in text(answer)
    assert "Baru sebagian." in text(answer)
    asked = client.post(f"/tasks/{step}/", {"reason": "Baru sebagian.", "do": f"reject:{rows[1].pk}"})
    done = client.post(asked["Location"].split("?")[0], {"reason": "Periode lain.", "step": step}, follow=True)
    assert "Periode lain." in text(done)
    assert [row.state for row in Evidence.objects.order_by("pk")] == ["accepted", "rejected"]


def test_what_the_employee_took_back_is_flagged(office):
    row = attach(office)
    walk(office, "0 submit supervisor_review\n 0 return self_assessment")
    beside.withdraw_evidence(office.appraisal.pk, row.pk, reason="Salah.", by=office.employee, at=NOW)
    walk(office, "0 submit supervisor_review")
    html = text(signed_in(office.supervisor).get(step_of(office)))
    assert "1 berkas ditarik pegawai setelah dikirim." in html
    assert f"evidence/{row.pk}/" not in html  # listed, not opened


def test_a_delegate_reads_and_does_not_attach(office, time_machine):
    row = attach(office)
    walk(office, "0 submit supervisor_review")
    office.delegate(office.supervisor, office.stranger)
    client = signed_in(office.stranger)
    html = text(client.get(step_of(office)))
    assert "surat tugas.pdf" in html
    assert "accept:" not in html
    assert 'type="file"' not in html
    assert b"".join(client.get(page_of(office, row.pk)).streaming_content) == PDF
    look = Access.objects.get(kind=Access.Kind.EVIDENCE)
    assert (look.viewer, look.on_behalf_of, look.person) == (office.stranger, office.supervisor, office.employee)
    refused = client.post(step_of(office), {"file.": [upload("lain.png", filed.PNG)], "do": "attach:"}, follow=True)
    assert "pihak itu sendiri" in text(refused)


# --- looking into a file ---


def test_a_file_comes_as_it_is_into_a_page_that_can_do_nothing(office):
    row = attach(office, name="Surat Tugas – Siti.pdf")
    answer = signed_in(office.employee).get(page_of(office, row.pk))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline;")
    assert "filename*=utf-8''Surat%20Tugas%20%E2%80%93%20Siti.pdf" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert "script" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert not Access.objects.exists()  # one's own is one's own business


def test_what_a_browser_does_not_show_itself_is_saved(office):
    row = attach(office, content=filed.office_file("word/document.xml"), name="laporan.docx")
    answer = signed_in(office.employee).get(page_of(office, row.pk))
    assert answer["Content-Disposition"].startswith("attachment;")


def test_opening_somebody_elses_file_is_seen_by_the_employee(office):
    row = attach(office)
    walk(office, "0 submit supervisor_review")
    signed_in(office.supervisor).get(page_of(office, row.pk))
    look = Access.objects.get(kind=Access.Kind.EVIDENCE)
    assert (look.viewer, look.person, look.part) == (office.supervisor, office.employee, "supervisor")
    assert "Membuka bukti dalam penilaian" in text(signed_in(office.employee).get("/accesses/"))


def test_an_office_states_a_purpose_first(office):
    row = attach(office)
    walk(office, "0 submit supervisor_review")
    for person in (office.hr, office.inspector):
        client = signed_in(person)
        assert client.get(page_of(office, row.pk)).status_code == 404
        assert client.get(page_of(office)).status_code == 302
        client.post(f"/appraisals/{office.appraisal.pk}/purpose/", {"purpose": "Aduan 12"})
        assert b"".join(client.get(page_of(office, row.pk)).streaming_content) == PDF
    assert Access.objects.filter(kind=Access.Kind.EVIDENCE, purpose="Aduan 12").count() == 2


@pytest.mark.parametrize("way", ["", "withdraw/", "reject/"])
def test_what_one_may_not_see_is_not_there(office, way):
    row = attach(office)
    address = page_of(office, row.pk) + way
    for person in (office.supervisor, office.stranger, office.second_level, office.members[0]):
        assert signed_in(person).get(address).status_code == 404
    other = office.launch([office.stranger])[0]
    elsewhere = f"/appraisals/{other.pk}/evidence/{row.pk}/{way}"
    assert signed_in(office.stranger).get(elsewhere).status_code == 404
    assert Client().get(address).status_code == 302


# --- the case page ---


def test_the_case_page_lists_the_files_and_leads_to_more(office):
    attach(office, note="Tahap kedua")
    html = text(signed_in(office.employee).get(f"/appraisals/{office.appraisal.pk}/"))
    assert "surat tugas.pdf" in html
    assert "Tahap kedua" in html
    assert page_of(office) in html
    assert "surat tugas.pdf" not in text(signed_in(office.supervisor).get(f"/appraisals/{office.appraisal.pk}/"))


def test_the_page_of_files_takes_several_with_a_note_and_what_they_are_about(office):
    client, subject = signed_in(office.employee), f"indicator:{office.indicators[1].pk}"
    told = {"about": [subject], "note": "Rekap triwulan"}
    answer = client.post(page_of(office), told | {"file": [upload(), upload("foto.png", filed.PNG)]}, follow=True)
    assert "2 berkas bukti tersimpan." in text(answer)
    assert {(row.about[0], row.note) for row in Evidence.objects.all()} == {(subject, "Rekap triwulan")}
    refused = client.post(page_of(office), told | {"file": [upload("x.exe", b"MZ")]})
    assert refused.status_code == 422
    assert "x.exe: Jenis berkas ini tidak diterima." in text(refused)
    assert 'value="Rekap triwulan"' in text(refused)


def test_a_script_gets_the_line_or_the_sentence(office):
    client, headers = signed_in(office.employee), {"HTTP_ACCEPT": "application/json"}
    answer = client.post(page_of(office), {"file": upload(), "in_step": "1"}, **headers)
    assert answer.status_code == 201
    assert "surat tugas.pdf" in answer.json()["html"]
    refused = client.post(page_of(office), {"file": upload()}, **headers)
    assert refused.status_code == 422
    assert "sudah dilampirkan" in refused.json()["detail"]
    walk(office, "0 submit supervisor_review")
    late = client.post(page_of(office), {"file": upload("b.png", filed.PNG)}, **headers)
    assert late.status_code == 409
    assert "giliran" in late.json()["detail"]


def test_a_name_is_shown_as_text(office):
    attach(office, name='"><script>alert(1)</script>.pdf')
    html = text(signed_in(office.employee).get(page_of(office)))
    assert "<script>alert(1)" not in html


def test_the_reply_may_carry_files(office, time_machine):
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 3 object supervisor_statement")
    walk(office, "4 submit objection_decision")
    time_machine.move_to(NOW + 5 * DAY, tick=False)
    client = signed_in(office.employee)
    assert client.post(page_of(office), {"file": upload()}).status_code == 302
    assert Evidence.objects.get().given_with == "reply"
    assert "surat tugas.pdf" in text(signed_in(office.second_level).get(step_of(office)))


# --- what it costs ---


@pytest.mark.parametrize(("stage", "budget"), [("supervisor_review", 10), ("final", 10), ("clarification", 13)])
def test_a_case_with_evidence_stays_within_its_budget(office, stage, budget):
    for n in range(5):
        attach(office, content=filed.pdf(str(n)), name=f"{n}.pdf", about=[f"indicator:{office.indicators[n].pk}"])
    office.bring_to(stage)
    for person in (office.employee, office.supervisor, office.second_level, office.members[0], office.hr):
        client = signed_in(person)
        with statements() as made:
            answer = client.get(f"/appraisals/{office.appraisal.pk}/")
        assert answer.status_code == 404 or len(made) <= budget, "\n".join(sql[:150] for sql in made)


def test_many_files_cost_a_step_what_one_does(office):
    attach(office, content=filed.pdf("0"))
    client, counts = signed_in(office.employee), []
    client.get(step_of(office))  # it is seen for the first time
    for n in range(1, 3):
        with statements() as made:
            client.get(step_of(office))
        counts.append(len(made))
        for more in range(8):
            attach(office, content=filed.pdf(f"{n} {more}"), name=f"{n} {more}.pdf")
    assert counts[0] == counts[1]


# --- one's own copy ---


def test_the_copy_of_everything_holds_ones_own_files(office):
    row = attach(office, name="milik saya.pdf", note="Keterangan saya")
    walk(office, "0 submit supervisor_review")
    attach(office, office.supervisor, filed.PNG, name="rahasia.png")
    ask_copy(by=office.employee, at=NOW)
    run_copies(NOW)
    with PersonalCopy.objects.get().file.open("rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        names = archive.namelist()
        own = archive.read(f"timbang/evidence-PN-{office.appraisal.pk}/{row.pk}-milik saya.pdf")
        told = json.loads(archive.read("timbang/appraisals.json"))["appraisals"][0]["evidence"]
    assert own == PDF
    assert not [name for name in names if "rahasia" in name]
    assert [(file["name"], file["note"]) for file in told] == [("milik saya.pdf", "Keterangan saya")]
