"""A small made-up office in the columns of the import, and the files it may come in."""

import csv
import io

from organization.importing.columns import NAMES

MAYOR_REPORTS = ""
SEKDA = "197801071998041001"
HEAD = "197805122003011001"
CHIEF = "197012171989032001"
SECTION = "196804241991041001"
ANALYST = "198306082007121001"
OTHER_ANALYST = "198212252006032001"
CLERK = "199001012021212001"
HELPER = "199502032025211002"


def person(nip, name, type, unit, title, kind, superior, **others):
    unit_code, unit_name, parent = unit
    facts = dict.fromkeys(NAMES, "") | {"tmt": "2024-01-02", "email": f"{name.split()[0].lower()}@kota.example"}
    return facts | {
        "nip": nip,
        "nama": name,
        "jenis_pegawai": type,
        "unit_kode": unit_code,
        "unit_nama": unit_name,
        "unit_induk_kode": parent,
        "jabatan": title,
        "jenis_jabatan": kind,
        "atasan_nip": superior,
        **others,
    }


CITY = ("1", "Sekretariat Daerah", "")
HEALTH = ("1.1", "Dinas Kesehatan", "1")
SERVICE = ("1.1.1", "Bidang Pelayanan", "1.1")
CLINIC = ("1.1.1.1", "Seksi Rujukan", "1.1.1")


def staff():
    """Fresh rows, superiors first."""
    return [
        person(SEKDA, "Parlin Nasution", "PNS", CITY, "Sekretaris Daerah", "JPT", "", pangkat="IV/d"),
        person(HEAD, "Fauzi Wijaya", "PNS", HEALTH, "Kepala Dinas", "JPT", SEKDA, gelar_depan="dr."),
        person(CHIEF, "Dewi Harahap", "PNS", SERVICE, "Kepala Bidang", "Administrator", HEAD),
        person(SECTION, "Dedi Pane", "PNS", CLINIC, "Kepala Seksi", "Pengawas", CHIEF),
        person(ANALYST, "Zulkifli", "CPNS", CLINIC, "Analis Kesehatan", "Fungsional", SECTION),
        person(OTHER_ANALYST, "Nurhayati Pane", "PNS", CLINIC, "Analis Kesehatan", "Fungsional", SECTION),
        person(CLERK, "Marlan Gabe", "PPPK", CLINIC, "Pengadministrasi", "Pelaksana", SECTION),
        person(HELPER, "Rina Ayu", "PPPK PARUH WAKTU", CLINIC, "Operator", "Pelaksana", SECTION),
    ]


def changed(rows, who, /, **values):
    """The same rows with other values for one person."""
    return [row | values if row["nip"] == who else row for row in rows]


def without(rows, nip):
    return [row for row in rows if row["nip"] != nip]


def csv_of(rows, *, columns=NAMES, delimiter=",", encoding="utf-8"):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(rows, *, columns=NAMES, title="Pegawai"):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(list(columns))
    for row in rows:
        sheet.append([row[column] for column in columns])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
