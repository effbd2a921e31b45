"""What a file as a whole may not say. Pure: rows and one picture of the organization in, problems out."""

from django.utils.translation import gettext as _

from organization.importing.rows import Mentioned, Problem, Row, office, shown, together
from organization.importing.selectors import Organization
from organization.models import Post
from organization.rules import RuleBroken

DEEPEST = 6


def problems_in(
    rows: list[Row], organization: Organization, *, mentioned: Mentioned, end_missing: bool
) -> list[Problem]:
    found = [
        *_repeated_numbers(rows),
        *_repeated_people(rows, organization),
        *_contradicted_units(rows),
        *_contradicted_kinds(rows),
        *_shared_posts(rows),
        *_unknown_parents(rows, organization, mentioned),
        *_circles_of_units(rows, organization),
        *_circles_of_people(rows),
    ]
    if not end_missing:
        found += _posts_still_held(rows, organization, mentioned)
    return found


def check_worth_writing(*, errors: int, size: int):
    if errors:
        raise RuleBroken(_("Masih ada galat. Betulkan di berkas, lalu unggah lagi."))
    if not size:
        raise RuleBroken(_("Tidak ada yang perlu ditulis: organisasi sudah sama dengan berkas ini."))


def circles(above: dict) -> list[list]:
    """Every circle in a map from each to the one above it."""
    found, done = [], set()
    for start in above:
        path = {}
        while start in above and start not in done and start not in path:
            path[start] = len(path)
            start = above[start]
        if start in path:
            found.append(list(path)[path[start] :])
        done.update(path)  # `|=` would copy the set each time
    return found


def _repeated_numbers(rows):
    for first, *others in together(rows, lambda row: row.nip):
        for row in others:
            reason = _("Nomor ini sudah ada di baris {row}.").format(row=first.number)
            yield Problem(row.number, "nip", row.nip, reason, _("Hapus salah satu baris, atau betulkan nomornya."))


def _repeated_people(rows, organization):
    """One by a former number and once more by the present one."""
    known = [row for row in rows if row.nip in organization.numbers]
    for first, *others in together(known, lambda row: organization.numbers[row.nip]):
        for row in others:
            if row.nip != first.nip:
                reason = _("Orang ini sudah ada di baris {row} dengan nomornya yang lain.").format(row=first.number)
                yield Problem(row.number, "nip", row.nip, reason, _("Sisakan baris dengan nomornya yang sekarang."))


def _contradicted_units(rows):
    for first, *others in together(rows, lambda row: row.unit_code):
        for row in others:
            for column, one, other in (
                ("unit_nama", first.unit_name, row.unit_name),
                ("unit_induk_kode", first.parent_code, row.parent_code),
            ):
                if one != other:
                    reason = _("Untuk unit {code}, baris {row} menulis “{value}”.")
                    reason = reason.format(code=row.unit_code, row=first.number, value=shown(one))
                    yield Problem(row.number, column, shown(other), reason, _("Samakan di semua baris unit ini."))


def _contradicted_kinds(rows):
    for first, *others in together(rows, lambda row: office(row.unit_code, row.title)):
        for row in others:
            if row.kind != first.kind:
                reason = _("Jabatan yang sama di unit ini tertulis {kind} di baris {row}.")
                reason = reason.format(kind=Post.Kind(first.kind).label, row=first.number)
                value = str(Post.Kind(row.kind).label)
                yield Problem(row.number, "jenis_jabatan", value, reason, _("Samakan jenis jabatannya."))


def _shared_posts(rows):
    single = [row for row in rows if row.kind in Post.SINGLE_HOLDER]
    for first, *others in together(single, lambda row: office(row.unit_code, row.title)):
        for row in others:
            reason = _("Jabatan ini sudah dipegang {name} di baris {row}.").format(name=first.name, row=first.number)
            cure = _("Satu jabatan struktural dipegang satu orang: betulkan jabatan atau unit salah satunya.")
            yield Problem(row.number, "jabatan", shown(row.title), reason, cure)


def _posts_still_held(rows, organization, mentioned):
    """A new head while the former one, whom the file leaves out, still holds the post."""
    leaving = {pk for number, pk in organization.numbers.items() if number in mentioned.numbers}
    held = {}
    for post in organization.posts.values():
        if post.kind in Post.SINGLE_HOLDER and (staying := organization.holders.get(post.pk, set()) - leaving):
            held[office(post.unit_code, post.title)] = organization.names[min(staying)]
    for row in rows:
        name = held.get(office(row.unit_code, row.title))
        if name and row.kind in Post.SINGLE_HOLDER:
            reason = _("Jabatan ini masih dipegang {name}, yang tidak ada di berkas.").format(name=name)
            cure = _("Sertakan pejabat lama dengan jabatan barunya, atau akhiri penugasan yang tidak ada di berkas.")
            yield Problem(row.number, "jabatan", shown(row.title), reason, cure)


def _unknown_parents(rows, organization, mentioned):
    known = mentioned.units | organization.units.keys()
    for row in rows:
        if row.parent_code and row.parent_code not in known:
            reason = _("Unit induk ini tidak ada di berkas maupun di organisasi.")
            cure = _("Betulkan kodenya, atau tambahkan baris bagi pegawai unit itu.")
            yield Problem(row.number, "unit_induk_kode", shown(row.parent_code), reason, cure)


def _circles_of_units(rows, organization):
    """Circles, and units deeper than six levels, in the tree as it would become."""
    first = {}
    for row in rows:
        first.setdefault(row.unit_code, row)
    above = {unit.code: unit.parent_code for unit in organization.units.values()}
    above |= {code: row.parent_code for code, row in first.items()}
    above = {code: parent for code, parent in above.items() if parent}
    turning = set()
    for circle in circles(above):
        turning |= set(circle)
        row = min((first[code] for code in circle if code in first), key=lambda row: row.number)  # ours made it
        reason = _("Unit-unit ini saling menginduk: {chain}.").format(chain=chain(circle, row.unit_code, str))
        cure = _("Tentukan unit puncaknya dan kosongkan unit_induk_kode-nya.")
        yield Problem(row.number, "unit_induk_kode", shown(row.parent_code), reason, cure)
    for code, row in first.items():
        path = _path(code, above, turning)
        if len(path) > DEEPEST:
            reason = _("Unit ini di tingkat {depth}; paling dalam {deepest}: {chain}.")
            reason = reason.format(depth=len(path), deepest=DEEPEST, chain=" → ".join(path))
            yield Problem(row.number, "unit_induk_kode", shown(row.parent_code), reason, _("Pilih induk lain."))


def _path(code, above, turning):
    path = [code]
    while (code := above.get(code)) and code not in turning and len(path) < 2 * DEEPEST:
        path.append(code)
    return path


def _circles_of_people(rows):
    by_nip = {row.nip: row for row in rows}
    for circle in circles({row.nip: row.superior_nip for row in rows if row.superior_nip in by_nip}):
        row = min((by_nip[nip] for nip in circle), key=lambda row: row.number)

        def named(nip):
            return _("{name} (baris {row})").format(name=by_nip[nip].name, row=by_nip[nip].number)

        if len(circle) == 1:
            reason = _("{person} menjadi atasan dirinya sendiri.").format(person=named(row.nip))
        else:
            reason = _("Garis atasan ini berputar: {chain}.").format(chain=chain(circle, row.nip, named))
        cure = _("Betulkan atasan salah satu dari mereka; kosongkan bagi yang di puncak.")
        yield Problem(row.number, "atasan_nip", row.superior_nip, reason, cure)


def chain(circle, start, named):
    """`A → B → A`, from the one whose row comes first; a long circle loses its middle."""
    at = circle.index(start)
    turned = [named(each) for each in [*circle[at:], *circle[:at], start]]
    if len(turned) > 8:
        turned[4:-3] = ["…"]
    return " → ".join(turned)
