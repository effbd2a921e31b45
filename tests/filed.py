"""Small files of every kind that is accepted, made by hand; and such as are not."""

import io
import zipfile

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
JPEG = b"\xff\xd8\xff\xe0" + bytes(30)
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L" + bytes(20)
HTML = b"<!doctype html><script>alert(1)</script>"


def pdf(text="Surat tugas"):
    """The shortest that readers still take for one."""
    return f"%PDF-1.4\n% {text}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode()


def archive(**members):
    """A ZIP with these members, `__` in their names standing for a slash and `_dot_` for a dot."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return whole.getvalue()


def office_file(member, **more):
    names = {"[Content_Types].xml": "<Types/>", member: "<w/>"} | more
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as target:
        for name, content in names.items():
            target.writestr(name, content)
    return whole.getvalue()


def open_document(kind):
    return archive(mimetype=f"application/vnd.oasis.opendocument.{kind}", content_dot_xml="<x/>")
