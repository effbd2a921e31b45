"""What the frame around every page shows: the menu of the viewer's roles, counts, city and clock."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow.selectors import counts_for


@dataclass(frozen=True)
class Item:
    name: str  # of the URL
    label: Any
    icon: str
    count: str = ""  # which count of the shell it carries
    under: str = ""  # other pages that belong to it
    query: str = ""
    key: str = ""  # by which a view says that its page belongs here: `request.menu = key`


WORK = [
    Item("home", _("Beranda"), "house"),
    Item("inbox", _("Kotak tugas"), "inbox", "tasks", under="/tasks/"),
    Item("appraisals", pgettext_lazy("banyak", "Penilaian"), "badge-check", key="own"),
    Item("plans", _("SKP saya"), "clipboard-check"),
    Item("notices", _("Pemberitahuan"), "bell", "unread"),
]
EVERY_CASE = Item("appraisals", _("Semua penilaian"), "list-tree", query="?tab=all", key="all")
RIGHTS = [
    Item("accesses", _("Siapa melihat"), "eye"),
    Item("personal", _("Data saya"), "download", key="personal"),
]
COMMITTEE = [Item("meetings", _("Rapat komite"), "users", key="meetings")]
INSPECTION = [
    Item("log", _("Jejak audit"), "history", key="log"),
    Item("log-accesses", _("Jurnal akses"), "eye", key="log-accesses"),
    EVERY_CASE,
    Item("log-status", _("Keadaan catatan"), "shield-check", key="log-status"),
    Item("erasures", _("Penghapusan"), "eraser", key="erasures"),
    Item("calibrations", _("Kalibrasi"), "chart-column"),
]
PEOPLE = [
    Item("people", pgettext_lazy("banyak", "Pegawai"), "users"),
    Item("import_organization", _("Impor organisasi"), "upload"),
    Item("erasures", _("Penghapusan"), "eraser", key="erasures"),
]
PERIODS = [
    Item("cockpit", _("Pantau periode"), "gauge", key="cockpit"),
    Item("cycles", pgettext_lazy("banyak", "Periode penilaian"), "calendar"),
    Item("policies", pgettext_lazy("banyak", "Kebijakan"), "file-text"),
    Item("calendars", _("Hari libur"), "calendar"),
    Item("committees", pgettext_lazy("banyak", "Komite"), "gavel"),
    Item("inbox-beginnings", _("Tampilan awal"), "list-filter"),
    Item("calibrations", _("Kalibrasi"), "chart-column"),
]


def shell(request):
    """No query before a template asks for a count."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"city": settings.CITY_NAME, "demo": settings.DEMO, "now": timezone.now(), "theme": _theme(request)}
    return {
        "city": settings.CITY_NAME,
        "demo": settings.DEMO,
        "now": timezone.now(),
        "theme": user.theme,
        "menu": _menu(request, user),
        "counts": SimpleLazyObject(lambda: counts_for(user)),
    }


def _menu(request, user):
    is_office = "hr_admin" in user.roles or "inspector" in user.roles
    sections = [(_("Pekerjaan saya"), WORK), (_("Komite"), COMMITTEE), (_("Hak saya"), RIGHTS)]
    if "hr_admin" in user.roles:
        sections += [(_("Periode"), [*PERIODS, EVERY_CASE]), (_("Organisasi"), PEOPLE)]
    elif "inspector" in user.roles:
        sections += [(_("Pengawasan"), INSPECTION)]
    needs = {} if is_office else {COMMITTEE[0].name: "is_member"}  # what the counts, asked for late, have to say
    return [
        (title, [_entry(request, item) for item in items if _address(item)], needs.get(items[0].name, ""))
        for title, items in sections
    ]


def _entry(request, item):
    url, is_here = _address(item), _is_here(request, item)
    return {"url": url, "label": item.label, "icon": item.icon, "count": item.count, "is_here": is_here}


def _is_here(request, item):
    """By the word of the view, which knows whose case it shows; else by the address."""
    told, url = getattr(request, "menu", ""), reverse(item.name)
    if told or item.query:
        return bool(told) and item.key == told
    if url == "/":
        return request.path == url
    return request.path.startswith(url) or bool(item.under and request.path.startswith(item.under))


def _address(item):
    try:
        return reverse(item.name) + item.query
    except NoReverseMatch:
        return ""


def _theme(request):
    theme = request.COOKIES.get("theme", "auto")
    return theme if theme in ("auto", "light", "dark") else "auto"
