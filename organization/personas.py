"""The people whom the sign-in page offers in demo mode, and what each of them finds."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from organization.models import User


@dataclass(frozen=True)
class Persona:
    role: Any
    finds: Any


PERSONAS = {
    "employee": Persona(
        _("Pegawai"), _("Mengisi penilaian mandiri, lalu membuka hasil dan dapat mengajukan keberatan.")
    ),
    "supervisor": Persona(_("Pejabat penilai kinerja"), _("Menilai bawahan, membaca saran, dan memberi alasan.")),
    "second-level": Persona(_("Atasan pejabat penilai"), _("Memutus keberatan setelah mendengar kedua pihak.")),
    "committee-1": Persona(_("Ketua komite"), _("Berkas yang menunggu suara, kuorum, dan suara penentu.")),
    "hr-admin": Persona(
        _("Pengelola kinerja"), _("Menjalankan periode, mengimpor organisasi, membetulkan garis atasan.")
    ),
    "inspector": Persona(_("Inspektorat"), _("Membaca jejak dan proses setiap berkas; tidak mengubah apa pun.")),
    **{
        f"committee-{seat}": Persona(_("Anggota komite"), _("Mengesahkan atau mengembalikan, dengan alasan."))
        for seat in range(2, 6)
    },
}


def offered():
    """The personas in their order, each with its account; nothing outside demo mode."""
    if not settings.DEMO:
        return []
    people = User.objects.filter(is_demo=True, is_active=True, username__in=PERSONAS)
    by_name = {person.username: person for person in people}
    return [(by_name[name], persona) for name, persona in PERSONAS.items() if name in by_name]


def person_behind(username) -> User | None:
    return next((person for person, _persona in offered() if person.username == username), None)
