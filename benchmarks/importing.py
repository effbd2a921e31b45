"""A city's staff file read for the first time: `python -m benchmarks.importing ROWS` prints one JSON object.

Seconds by the clock for the whole command on the database of DATABASE_URL: reading, checking, writing, history and log.
"""

import csv
import datetime
import io
import json
import os
import sys
import tempfile
import time
from pathlib import Path

COLUMNS = (
    "nip nama jenis_pegawai unit_kode unit_nama unit_induk_kode jabatan jenis_jabatan atasan_nip pangkat tmt email"
)
TEAM, OFFICE = 25, 20  # people of a unit, its head among them; units of an office
FIRST_BIRTHDAY, BIRTHDAYS = datetime.date(1968, 1, 1), 10_000


def main(rows):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        file, told = Path(folder) / "staff.csv", io.StringIO()
        write(file, rows)
        began = time.perf_counter()
        call_command("import_organization", str(file), stdout=told)
    seconds = time.perf_counter() - began
    assert f"new={rows} changed=0 unchanged=0 gone=0 errors=0" in told.getvalue(), told.getvalue()[-500:]
    print(json.dumps({"rows": rows, "seconds": seconds}))


def write(file, rows):
    with file.open("w", newline="") as out:
        table = csv.DictWriter(out, COLUMNS.split())
        table.writeheader()
        table.writerows(person(n) for n in range(rows))


def person(n):
    """The first of each team leads it; heads of units stand under the first of their office, those under the first of all."""
    unit, place = divmod(n, TEAM)
    office = unit // OFFICE
    above = n - place if place else office * OFFICE * TEAM if unit % OFFICE else 0
    is_top = n == 0
    return {
        "nip": nip(n), "nama": f"Pegawai {n}", "jenis_pegawai": "pns",
        "unit_kode": f"U{unit}", "unit_nama": f"Unit {unit}", "unit_induk_kode": parent_of(unit),
        "jabatan": "Pelaksana" if place else f"Kepala Unit {unit}",
        "jenis_jabatan": "pelaksana" if place else "pengawas" if unit % OFFICE else "jpt",
        "atasan_nip": "" if is_top else nip(above), "pangkat": "III/a", "tmt": "2024-01-01", "email": f"p{n}@kota.example",
    }  # fmt: skip


def parent_of(unit):
    """Units stand under the first of their office, offices under the first of all."""
    if unit == 0:
        return ""
    return f"U{unit - unit % OFFICE}" if unit % OFFICE else "U0"


def nip(n):
    """Born on one of many days, in service since January 2005, a man, the next number of that day."""
    nth, day = divmod(n, BIRTHDAYS)
    return f"{FIRST_BIRTHDAY + datetime.timedelta(days=day):%Y%m%d}2005011{nth + 1:03}"


if __name__ == "__main__":
    main(int(sys.argv[1]))
