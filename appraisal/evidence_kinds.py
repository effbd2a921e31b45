"""Which kinds of files are evidence, known by their bytes: what a file calls itself is what somebody typed."""

import re
import unicodedata
import zipfile

PDF, PNG, JPEG, WEBP = "application/pdf", "image/png", "image/jpeg", "image/webp"
OPEN_XML = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{OPEN_XML}wordprocessingml.document", f"{OPEN_XML}spreadsheetml.sheet"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
ODT, ODS = f"{OPEN_DOCUMENT}text", f"{OPEN_DOCUMENT}spreadsheet"
ENDINGS = {
    PDF: (".pdf",), PNG: (".png",), JPEG: (".jpg", ".jpeg"), WEBP: (".webp",),
    DOCX: (".docx",), XLSX: (".xlsx",), ODT: (".odt",), ODS: (".ods",),
}  # fmt: skip
SHOWN = {PDF, PNG, JPEG, WEBP}  # by the browser itself; the others are saved
ACCEPTED = ",".join(ending for endings in ENDINGS.values() for ending in endings)  # for the dialog that chooses files
HEAD = 16  # bytes
SIGNS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
ZIP = b"PK\x03\x04"
MEMBERS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
MOST_MEMBERS = 5_000
MIMETYPE = "mimetype"  # of an OpenDocument: what it is, in its first member
NAME_LIMIT = 120
UNSAFE = re.compile(r'[<>:"|?*&%#]')


def kind_of(file):
    """The media type of an opened file, or "" for any that is not accepted; macros are not."""
    file.seek(0)
    head = file.read(HEAD)
    for sign, kind in SIGNS:
        if head.startswith(sign):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return _of_archive(file) if head.startswith(ZIP) else ""


def _of_archive(file):
    """Only the list of members is read, and the one that says what it is."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.namelist()
            if len(members) > MOST_MEMBERS or any(name.lower().endswith("vbaproject.bin") for name in members):
                return ""
            if members[:1] == [MIMETYPE]:
                with archive.open(MIMETYPE) as told:
                    said = told.read(100).decode("ascii", "replace").strip()
                return said if said in (ODT, ODS) else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return ""
    return next((kind for name, kind in MEMBERS.items() if name in members and "[Content_Types].xml" in members), "")


def clean_name(name, kind):
    """A name as it may stand anywhere: without folders and what nobody sees, and with the ending of what it is."""
    whole = seen_name(name)
    stem, ending = whole, ENDINGS[kind][0]
    for own in ENDINGS[kind]:
        if whole.lower().endswith(own):
            stem, ending = whole[: -len(own)], whole[-len(own) :]
    stem = stem.strip(". ")[: NAME_LIMIT - len(ending)] or "berkas"
    return stem + ending


def seen_name(name):
    """What of a name anybody can see, in one line."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    seen = "".join(" " if letter.isspace() else letter for letter in name if _is_seen(letter))
    return " ".join(UNSAFE.sub("_", seen).split())


def ending_of(kind):
    return ENDINGS[kind][0] if kind in ENDINGS else ""


def _is_seen(letter):
    """Neither a control nor a format character: such turn a name around or hide its end."""
    return letter.isspace() or not unicodedata.category(letter).startswith("C")
