"""What people are told about their own account and their own line."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from post_office import mail

from audit.acts import stream_of
from notifications.actions import post
from notifications.models import Notice
from notifications.wording import Lead, register
from organization import events
from organization.models import SYSTEM, Delegation, User
from organization.selectors import hr_administrators
from organization.selectors.unreachable import RECENT, lately_failed

TITLES = {
    events.SIGN_IN_LINK_ISSUED: _("Pengelola kinerja membuat tautan masuk untuk akun Anda"),
    events.ROLE_GRANTED: _("Anda diberi peran baru"),
    events.ROLE_REVOKED: _("Peran Anda dicabut"),
    events.SUPERVISOR_OVERRIDDEN: _("Pejabat penilai Anda ditetapkan lain"),
    events.OVERRIDE_ENDED: _("Pengecualian pejabat penilai Anda diakhiri"),
    events.ACTING_APPOINTED: _("Penugasan Anda sebagai Plt. atau Plh. tercatat"),
    events.ASSIGNMENT_ENDED: _("Penugasan Anda diakhiri"),
    events.NUMBER_SUCCEEDED: _("Nomor induk Anda diganti; masuklah dengan nomor yang baru"),
}


OF_DELEGATIONS = {
    events.TASKS_DELEGATED: _("Pendelegasian tugas tercatat"),
    events.DELEGATION_ENDED: _("Pendelegasian tugas diakhiri"),
}
CHECKED, STOPPED = "import.checked", "import.stopped"  # no events: nothing is recorded of them
OF_IMPORTS = {
    CHECKED: _("Berkas impor sudah diperiksa"),
    STOPPED: _("Impor organisasi berhenti; tidak ada yang ditulis"),
    events.ORGANIZATION_IMPORTED.name: _("Impor organisasi selesai ditulis"),
    events.IMPORT_UNDONE.name: _("Impor organisasi diurungkan"),
}


UNREACHABLE = "mail.unreachable"  # no event: the letters themselves are recorded
ACCOUNT = _("Akun, jabatan, dan pendelegasian")


def register_titles():
    for event, title in TITLES.items():
        register(event.name, title, leads, topic=ACCOUNT)
    for event, title in OF_DELEGATIONS.items():
        register(event.name, title, leads_of_delegations, topic=ACCOUNT)
    for about, title in OF_IMPORTS.items():
        register(about, title, leads_of_imports, topic=_("Pengelolaan"))
    title = _("Surel seorang pegawai tidak sampai")
    register(UNREACHABLE, title, leads_of_the_unreachable, topic=_("Pengelolaan"))


def leads(notices):
    """All of them lead to the page that says who one is, and why."""
    why = gettext("ini menyangkut akun atau jabatan Anda")
    return {notice.pk: Lead(url=reverse("profile"), why=why) for notice in notices}


def leads_of_delegations(notices):
    """Whose tasks to whom; the page of the reader says until when."""
    why = gettext("Anda memberi atau menerima pendelegasian ini")
    keys = {notice.pk: int(notice.subject.rpartition(":")[2]) for notice in notices}
    rows = Delegation.objects.select_related("principal", "delegate").in_bulk(set(keys.values()))
    return {pk: Lead(_from_to(rows[key]), reverse("profile"), why=why) for pk, key in keys.items() if key in rows}


def _from_to(delegation):
    return gettext("{principal} kepada {delegate}").format(
        principal=delegation.principal.full_name, delegate=delegation.delegate.full_name
    )


def leads_of_imports(notices):
    """To the page of the file, which tells the rest."""
    return {
        notice.pk: Lead(
            notice.facts.get("file", ""),
            reverse("import_run", args=[notice.subject.rpartition(":")[2]]),
            why=gettext("Anda yang mengunggah berkas ini"),
        )
        for notice in notices
    }


def leads_of_the_unreachable(notices):
    """To the list of all of them, with the way in that is left for each."""
    people = User.objects.in_bulk({int(notice.subject.partition(":")[2]) for notice in notices})
    why, url = gettext("Anda pengelola kinerja"), reverse("people_unreachable")
    note = gettext("Betulkan alamatnya, atau serahkan tautan masuk sekali pakai.")
    return {
        notice.pk: Lead(people[int(notice.subject.partition(":")[2])].full_name, url, note, why=why)
        for notice in notices
    }


def import_ended(run, about, *, to, at):
    """Whoever asked is told how it went; a command prints it."""
    if to != SYSTEM:
        facts = {"file": run.file_name}
        subject = stream_of(run)
        post([Notice(to=to, kind=Notice.Kind.INFO, about=about, subject=subject, facts=facts, created_at=at)])


def of_delegation(act, delegation):
    """Both sides are told, but not what they did themselves."""
    post(
        Notice(
            to=person, kind=Notice.Kind.INFO, about=event.name, subject=stream_of(delegation), created_at=act.at,
            n=act.entries[0].n,
        )
        for event, _facts in act.events
        for person in (delegation.principal, delegation.delegate)
        if person != act.by
    )  # fmt: skip


def tell_of_unreachable(at):
    """HR is told once of each person whose letters do not arrive; again when that is still so after a month."""
    failed, hr = lately_failed(at), hr_administrators()
    told = Notice.objects.filter(to__in=hr, about=UNREACHABLE, created_at__gt=at - RECENT).values_list("to", "subject")
    known = set(told) if failed else set()
    news = [(reader.pk, stream_of(person)) for person in failed for reader in hr if reader != person]
    post(
        Notice(to_id=reader, kind=Notice.Kind.INFO, about=UNREACHABLE, subject=subject, created_at=at)
        for reader, subject in news
        if (reader, subject) not in known
    )
    return len(failed)


def caused_by(act, *, is_mailed=False):
    """The person is told what was done to his record; a letter of its own needs no second one."""
    post(
        Notice(
            to=act.subject,
            kind=Notice.Kind.INFO,
            about=event.name,
            subject=stream_of(act.subject),
            created_at=act.at,
            n=act.entries[0].n,
            mailed_at=act.at if is_mailed else None,
        )
        for event, _facts in act.events
        if event in TITLES
    )


def mail_sign_in_link(person, path):
    _mail(person, "sign_in_link", path)


def mail_password_reset(person, path):
    _mail(person, "password_reset", path)


def _mail(person, name, path):
    """One letter in the person's language, stored with the change and sent by the worker."""
    if not person.email:
        return
    facts = {
        "person": person,
        "link": settings.SITE_URL + path,
        "city": settings.CITY_NAME,
        "hours": int(settings.PASSWORD_RESET_TIMEOUT) // 3600,
    }
    with translation.override(person.language):
        subject, text, html = (
            render_to_string(f"organization/mail/{name}.{part}", facts) for part in ("subject.txt", "txt", "html")
        )
    mail.send(person.email, subject=subject.strip(), message=text, html_message=html)
