"""Taking back what one import wrote, within a day and while nobody has built on it: all of it, or nothing.

What it made of people stays, deactivated and without an address: people are never deleted. Posts, units and
assignments that it made go, with a last version in their history; what it changed gets its former values back.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain, islice

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.models import AuthToken

from audit.acts import Act, write
from organization import events, notices, rules
from organization.importing import Built, built_on
from organization.importing.lock import one_import
from organization.importing.models import ImportRun
from organization.importing.progress import Phase, silent, told_of
from organization.importing.writing import locked
from organization.models import Assignment, Delegation, Employee, Identifier, Post, ReportingOverride, Unit, User
from organization.permissions import require_people_manager
from organization.rules import RuleBroken

WINDOW = timedelta(hours=24)
MODELS = (Assignment, Identifier, Employee, User, Post, Unit)  # who points at others comes first
GOES = (Assignment, Post, Unit)
PREFERENCES = {"theme", "language"}  # everybody's own: no reason to keep an import
MOST_LISTED = 100


@dataclass(frozen=True)
class Obstacle:
    """Why an import can no longer be undone: a row that somebody changed since, or something that stands on it."""

    what: str
    why: str
    by: str = ""
    at: object = None
    url: str = ""


@dataclass
class Versions:
    """What one import wrote of one model: versions by the key of their row."""

    made: dict = field(default_factory=dict)
    changed: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)  # of the changed ones, what was there

    def columns(self, key):
        """What it changed of a row; of a row it made, every column but those that are the person's own."""
        now, then = (self.made.get(key) or self.changed[key]), self.before.get(key)
        names = {column.attname for column in type(now).tracked_fields} - PREFERENCES
        return {name for name in names if key in self.made or getattr(now, name) != getattr(then, name)}


class Undoing:
    """What would be undone, read from the history of the import; `obstacles` says what has happened since."""

    def __init__(self, run: ImportRun):
        self.run = run
        self.versions = {model: self._versions(model) for model in MODELS}

    def _written(self, model):
        run = self.run
        return model.history.filter(
            history_date=run.applied_at, history_user=run.applied_by, history_change_reason=run.file_name
        )

    def _versions(self, model):
        """Each with what was there before; the earlier versions of what it changed are few."""
        key, written, found = model._meta.pk.attname, self._written(model), Versions()
        for version in written:
            (found.made if version.history_type == "+" else found.changed)[getattr(version, key)] = version
        keys = written.filter(history_type="~").values(key)
        for version in model.history.filter(**{f"{key}__in": keys}).order_by("history_id") if found.changed else ():
            pk = getattr(version, key)
            if version.history_id < found.changed[pk].history_id:
                found.before[pk] = version
        return found

    @property
    def counts(self):
        made, changed = self._made, self._changed
        return {
            "people": len(made(User)),
            "changed": len({*changed(User), *changed(Employee)}),
            "removed": len(made(Assignment)),
            "reopened": sum(version.to_date is not None for version in self.versions[Assignment].changed.values()),
            "posts": len(made(Post)) + len(changed(Post)),
            "units": len(made(Unit)) + len(changed(Unit)),
        }

    def _made(self, model):
        return self.versions[model].made.keys()

    def _changed(self, model):
        return self.versions[model].changed.keys()

    # ── What stands in the way ──────────────────────────────────────────────────────────────────
    def obstacles(self) -> list[Obstacle]:
        """At most MOST_LISTED; asked again when the lock is held."""
        touched = chain.from_iterable(map(self._touched, MODELS))
        return list(islice(chain(self._built(), touched, self._hangs_on(), self._taken()), MOST_LISTED))

    def _built(self):
        """What rooms above have begun since."""
        held = self.versions[Assignment]
        holders = {version.holder_id for version in (*held.made.values(), *held.changed.values())}
        people = holders | {*self._made(User), *self._changed(User), *self._changed(Employee)}
        built = Built(
            since=self.run.applied_at,
            users=frozenset(people),
            new_users=frozenset(self._made(User)),
            new_units=frozenset(self._made(Unit)),
        )
        for running in built_on(built):
            yield Obstacle(
                running.text, _("Dimulai sesudah impor, dengan orang-orang dari berkas ini."), url=running.url
            )

    def _touched(self, model):
        """Rows whose columns somebody has changed since."""
        key, versions = model._meta.pk.attname, self.versions[model]
        later = model.history.filter(**{key: OuterRef(key)}, history_id__gt=OuterRef("history_id"))
        touched = self._written(model).filter(Exists(later)).values(key)
        latest = {}
        for version in model.history.filter(**{f"{key}__in": touched}).order_by("history_id"):
            latest[getattr(version, key)] = version
        for pk, now in latest.items():
            then = versions.made.get(pk) or versions.changed[pk]
            if now.history_type == "-" or any(getattr(now, c) != getattr(then, c) for c in versions.columns(pk)):
                yield _changed_since(now)
        for pk in versions.changed.keys() - versions.before.keys():
            yield Obstacle(_named(versions.changed[pk].instance), _("Tidak diketahui apa isinya sebelum impor."))

    def _hangs_on(self):
        """What others have recorded of the people, posts and units that the import made."""
        people, posts, units = (self._keys_made(model) for model in (User, Post, Unit))
        questions = [
            (Assignment, Q(holder__in=people) | Q(post__in=posts), _("Penugasan yang dicatat sesudah impor.")),
            (ReportingOverride, Q(employee__in=people) | Q(supervisor__in=people), _("Pengecualian garis atasan.")),
            (Delegation, Q(principal__in=people) | Q(delegate__in=people), _("Pendelegasian tugas.")),
            (Post, Q(unit__in=units) | Q(superior__in=posts), _("Jabatan di unit atau di bawah jabatan yang baru.")),
            (Unit, Q(parent__in=units), _("Unit di bawah unit yang baru.")),
        ]
        for model, question, why in questions:
            found = model.objects.filter(question)
            if model in MODELS:
                found = found.exclude(pk__in=self._written(model).values("id"))
            for row in found.order_by("pk")[:MOST_LISTED]:
                yield Obstacle(_named(row), why)

    def _taken(self):
        """What would come back has its place taken: an address, or the one definitive post of a person."""
        emails = {row.email.lower(): pk for pk, row in self.versions[User].before.items() if row.email}
        for user in User.objects.exclude(email="").exclude(pk__in=self._keys_made(User)) if emails else ():
            if emails.get(user.email.lower(), user.pk) != user.pk:
                yield Obstacle(user.full_name, _("Memakai alamat surel yang akan dikembalikan."))
        held = self.versions[Assignment]
        yield from self._acted_in_since(held)
        kind = Assignment.Kind.DEFINITIVE
        before = {pk: row for pk, row in held.before.items() if row.kind == kind}
        reopened = {row.holder_id: pk for pk, row in before.items() if row.to_date is None}
        definitive = Assignment.objects.filter(to_date=None, kind=kind)
        for row in definitive.exclude(pk__in=self._keys_made(Assignment)) if reopened else ():
            if reopened.get(row.holder_id, row.pk) != row.pk:
                yield Obstacle(_named(row), _("Penugasan yang dicatat sesudah impor."))

    def _acted_in_since(self, held):
        """Posts in which somebody else acts since the import ended a letter."""
        ended = [row for row in held.before.values() if row.kind != Assignment.Kind.DEFINITIVE]
        posts, keys = {row.post_id for row in ended}, {row.id for row in ended}
        acting = Assignment.objects.exclude(kind=Assignment.Kind.DEFINITIVE).exclude(pk__in=keys)
        acting = acting.filter(post__in=posts).exclude(to_date__lt=timezone.localdate(self.run.applied_at))
        for row in acting.order_by("pk") if posts else ():
            if any(row.post_id == other.post_id and row.kind == other.kind for other in ended):
                yield Obstacle(_named(row), _("Penugasan yang dicatat sesudah impor."))

    def _keys_made(self, model):
        return self._written(model).filter(history_type="+").values("id")

    # ── Taking back ─────────────────────────────────────────────────────────────────────────────
    def fill(self, act: Act):
        for model in MODELS:
            versions = self.versions[model]
            if model in GOES:
                act.remove(*locked(model, versions.made).values())
            for pk, row in locked(model, versions.changed).items():
                act.change(row, **{name: getattr(versions.before[pk], name) for name in versions.columns(pk)})
        for user in locked(User, self._made(User)).values():
            act.change(user, is_active=False, email="")
        AuthToken.objects.filter(user__in=self._made(User)).delete()


def undo_run(*, run, reason, by, at, step=silent):
    """Everything back as it was before the import; refused as a whole where somebody has built on any of it."""
    require_people_manager(by)
    rules.check_reason(reason)
    check_may_undo(run, at)
    step(Phase.READING)
    undoing = Undoing(run)
    with one_import():
        run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
        check_may_undo(run, at)
        if obstacles := undoing.obstacles():
            raise RuleBroken(
                _("Sudah ada yang dibangun di atas impor ini, jadi tidak ada yang diurungkan: {what}.").format(
                    what=obstacles[0].what
                )
            )
        act = Act(run, by=by, at=at, reason=reason)
        act.change(run, state=ImportRun.State.UNDONE, undone_at=at, undone_by=by)
        undoing.fill(act)
        act.record(events.IMPORT_UNDONE, reason=reason, sha256=run.sha256, **undoing.counts)
        write(act, told=told_of(act, Phase.UNDOING, step))
        for person in {by, run.applied_by}:
            notices.import_ended(run, events.IMPORT_UNDONE.name, to=person, at=at)


def check_may_undo(run, at):
    if run.state != ImportRun.State.APPLIED:
        raise RuleBroken(_("Impor ini {state}, jadi tidak dapat diurungkan.").format(state=run.get_state_display()))
    if at > run.applied_at + WINDOW:
        raise RuleBroken(_("Sudah lewat 24 jam. Betulkan dengan mengimpor berkas yang benar."))


def _changed_since(version):
    by = version.history_user.full_name if version.history_user else _("Sistem")
    return Obstacle(_named(version.instance), _("Diubah sesudah impor."), by=by, at=version.history_date)


def _named(row):
    """A row in words: whose it is, and what."""
    match row:
        case Assignment():
            return f"{row.holder.full_name}: {row.post.title}"
        case ReportingOverride():
            return row.employee.user.full_name
        case Delegation():
            return row.principal.full_name
        case Identifier():
            return row.employee.user.full_name
        case Post():
            return f"{row.title}, {row.unit.name}"
    return str(row)
