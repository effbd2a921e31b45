"""Who works where, and who reports to whom: users, units, posts, employees, assignments."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .importing.models import ImportJob, ImportRun
from .roles import Role

__all__ = [
    "ANONYMOUS",
    "SYSTEM",
    "Assignment",
    "Attempts",
    "Delegation",
    "Employee",
    "Identifier",
    "ImportJob",
    "ImportRun",
    "Post",
    "ReportingOverride",
    "Unit",
    "User",
    "UserManager",
]


def with_titles(prefix, name, suffix):
    """`dr. Fauzi Wijaya Nasution, M.Kes.`"""
    named = f"{prefix} {name}".strip()
    return f"{named}, {suffix}" if suffix else named


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who signs in. The sealed log knows only the pseudonym. Deactivated, never deleted."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("Ikuti perangkat")
        LIGHT = "light", _("Terang")
        DARK = "dark", _("Gelap")

    username = models.CharField(max_length=60, unique=True)  # says nothing about the person
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=150)  # one word is a whole name
    title_prefix = models.CharField(max_length=40, blank=True)
    title_suffix = models.CharField(max_length=60, blank=True)
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roles = models.JSONField(default=list, blank=True)  # codes of organization.roles
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="id")
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints = [
            # people type capitals as they like: an address is one person's however it is written
            models.UniqueConstraint(Lower("email"), name="user_email", condition=~Q(email="")),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        return with_titles(self.title_prefix, self.name, self.title_suffix)

    def get_full_name(self):
        return self.full_name

    def has_role(self, role):
        return role in self.roles

    @property
    def is_hr_admin(self):
        return Role.HR_ADMIN in self.roles

    @property
    def is_inspector(self):
        return Role.INSPECTOR in self.roles


# The flow itself, when silence or a rule decides. Written once by `apps.write_system_user`.
SYSTEM = User(pk=0, username="system", name="Sistem", pseudonym=uuid.UUID(int=0), is_active=False)
# Whoever is not signed in, where the log needs an actor. Never written.
ANONYMOUS = User(username="anonymous", name="Tanpa nama", pseudonym=uuid.UUID(int=1), is_active=False)


class Unit(models.Model):
    """A place in the tree of the city's offices; depth 6 at most."""

    class Zone(models.TextChoices):
        WIB = "Asia/Jakarta", "WIB"
        WITA = "Asia/Makassar", "WITA"
        WIT = "Asia/Jayapura", "WIT"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    zone = models.CharField(max_length=20, choices=Zone, default=Zone.WIB)
    is_active = models.BooleanField(default=True)
    history = HistoricalRecords()

    def __str__(self):
        return self.name


class Post(models.Model):
    """An office in a unit, and the post it reports to. A vacant post keeps its place in the line.

    Colleagues share a post; whoever leads others has one of his own, else nobody could say who rates them.
    So two posts may agree in unit, title and superior.
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Pejabat")
        JPT = "jpt", _("Jabatan pimpinan tinggi")
        ADMINISTRATOR = "administrator", _("Administrator")
        PENGAWAS = "pengawas", _("Pengawas")
        FUNGSIONAL = "fungsional", _("Fungsional")
        PELAKSANA = "pelaksana", _("Pelaksana")

    SINGLE_HOLDER = (Kind.OFFICIAL, Kind.JPT, Kind.ADMINISTRATOR, Kind.PENGAWAS)
    OF_UNKNOWN = "Atasan dari berkas (belum terisi)"  # the title where a file names a superior nobody knows

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=15, choices=Kind)
    superior = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="subordinates")
    is_active = models.BooleanField(default=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(name="post_not_its_own_superior", condition=~Q(id=F("superior"))),
        ]

    def __str__(self):
        return self.title

    @property
    def is_single_holder(self):
        return self.kind in self.SINGLE_HOLDER


class Employee(models.Model):
    """A civil servant (ASN) who is appraised. The mayor is a user with a post and no Employee."""

    class Type(models.TextChoices):
        PNS = "pns", "PNS"
        CPNS = "cpns", "CPNS"
        PPPK = "pppk", "PPPK"
        PPPK_PART_TIME = "pppk_part_time", _("PPPK paruh waktu")

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="employee")
    type = models.CharField(max_length=15, choices=Type)
    rank = models.CharField(max_length=20, blank=True)  # pangkat/golongan ruang, such as III/b
    history = HistoricalRecords()

    def __str__(self):
        return self.user.full_name


class Identifier(models.Model):
    """A NIP or NI PPPK, from a date on: a person outlives a number. Never in a URL or a log line."""

    class Kind(models.TextChoices):
        NIP = "nip", "NIP"
        NI_PPPK = "ni_pppk", "NI PPPK"

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.CharField(max_length=18, unique=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    def __str__(self):
        return f"{self.kind} {self.pk}"


class Dated(models.QuerySet):
    def on(self, date):
        """Those in force on a date."""
        return self.filter(Q(to_date=None) | Q(to_date__gte=date), from_date__lte=date)


class Assignment(models.Model):
    """A person holding a post from-to: definitive, or acting (plt: vacancy, plh: absence) by letter."""

    class Kind(models.TextChoices):
        DEFINITIVE = "definitive", _("definitif")
        PLT = "plt", "Plt."
        PLH = "plh", "Plh."

    holder = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DEFINITIVE)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    letter_no = models.CharField(max_length=80, blank=True)
    history = HistoricalRecords()
    objects = Dated.as_manager()

    class Meta:
        indexes = [models.Index(fields=["post", "from_date"], name="assignment_post")]
        constraints = [
            models.UniqueConstraint(
                "holder",
                name="assignment_one_definitive",
                condition=Q(kind="definitive", to_date=None),
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")),
            ),
            models.CheckConstraint(
                name="assignment_acting_by_letter", condition=Q(kind="definitive") | ~Q(letter_no="")
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.post}"


class ReportingOverride(models.Model):
    """Another supervisor than the line would give, for a time and a reason."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="overrides")
    supervisor = models.ForeignKey(User, models.PROTECT, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    reason = models.TextField()
    history = HistoricalRecords()
    objects = Dated.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="override_by_another", condition=~Q(employee=F("supervisor"))),
            models.CheckConstraint(
                name="override_ends_after_it_starts",
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")),
            ),
        ]

    def __str__(self):
        return f"override {self.pk}"


class Delegated(Dated):
    def on(self, date):
        """Those in force on a date, of which none was ended before its time."""
        return super().on(date).filter(ended_at=None)


class Delegation(models.Model):
    """The delegate may take the principal's steps from-to, by letter. Never a receipt in his place."""

    principal = models.ForeignKey(User, models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(User, models.PROTECT, related_name="delegations_held")
    from_date = models.DateField()
    to_date = models.DateField()
    letter_no = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)  # before its time; from this moment on it does not hold
    history = HistoricalRecords()
    objects = Delegated.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="delegation_to_another", condition=~Q(principal=F("delegate"))),
            models.CheckConstraint(name="delegation_ends_after_it_starts", condition=Q(to_date__gte=F("from_date"))),
        ]

    def __str__(self):
        return f"delegation {self.pk}"


class Attempts(models.Model):
    """How often somebody tried to get in, by a keyed digest that tells neither account nor address; no record."""

    key = models.CharField(max_length=60, primary_key=True)
    n = models.IntegerField()
    until = models.BigIntegerField(db_index=True)  # seconds since 1970: when the window ends

    def __str__(self):
        return self.key
