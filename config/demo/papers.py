"""Small files such as people attach: a recapitulation as a PDF, a chart as a PNG. Made by hand, the same each time."""

import struct
import zlib
from decimal import Decimal

MONTHS = ("Bulan pertama", "Bulan kedua", "Bulan ketiga")
PARTS = (Decimal("0.31"), Decimal("0.33"))  # of the whole, for the first two months
LINE = 18  # points between two lines
WIDTH, HEIGHT = 360, 220  # pixels of a chart
PAPER, INK, BAR, GRID = (255, 255, 255), (38, 50, 56), (11, 93, 87), (214, 222, 218)


def monthly(total, *, adds_up):
    """How a quarter came to its number; where months do not add up each is near the whole."""
    if not adds_up:
        return [total, total, total]
    first, second = (_rounded(total * part, total) for part in PARTS)
    return [first, second, total - first - second]


def recapitulation(*, unit, indicator, actual, measure, source, adds_up=True):
    """One page: what was reached month by month, and where the numbers come from."""
    rows = zip(MONTHS, monthly(actual, adds_up=adds_up), strict=True)
    return pdf(
        [
            "REKAPITULASI CAPAIAN INDIKATOR",
            unit,
            "",
            f"Indikator: {indicator}",
            f"Sumber data: {source}",
            "",
            *(f"{month}: {_number(value)} {measure}" for month, value in rows),
            f"Akhir periode: {_number(actual)} {measure}",
            "",
            "Disusun dari data bulanan dan dicocokkan dengan pengelola data.",
        ]
    )


def letter(*, unit, title, lines):
    return pdf([title.upper(), unit, "", *lines])


def pdf(lines):
    """Text on one A4 page, in a font that every reader has."""
    drawn = "\n".join(f"({_escaped(line)}) Tj 0 -{LINE} Td" for line in lines)
    stream = f"BT /F1 11 Tf 56 780 Td\n{drawn}\nET".encode("latin-1", "replace")
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page.encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    whole, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, size = len(whole), len(objects) + 1
    whole += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return bytes(whole + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start))


def chart(values):
    """Bars, as a screen shows them."""
    top = max(max(values), 1)
    rows = [[PAPER] * WIDTH for _ in range(HEIGHT)]
    for line in range(20, HEIGHT - 19, 36):
        rows[line] = [GRID if 30 <= x < WIDTH - 20 else color for x, color in enumerate(rows[line])]
    for place, value in enumerate(values):
        left, height = 60 + place * 95, int(value * 170 / top)
        for y in range(HEIGHT - 20 - height, HEIGHT - 20):
            rows[y][left : left + 50] = [BAR] * 50
    rows[HEIGHT - 20] = [INK if 30 <= x < WIDTH - 20 else PAPER for x in range(WIDTH)]
    raw = b"".join(b"\0" + bytes(part for color in row for part in color) for row in rows)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(raw, 9)), _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _rounded(value, like):
    return value.quantize(Decimal(1) if like == like.to_integral_value() else Decimal("0.01"))


def _number(value):
    return f"{value.normalize():f}".replace(".", ",")


def _escaped(line):
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
