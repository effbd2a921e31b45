"""`import_organization FILE [--dry-run] [--end-missing] [--map OURS=THEIRS]`: the staff file, all of it or nothing."""

import sys
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from organization.importing.columns import NAMES
from organization.importing.headers import ColumnsMissing
from organization.importing.progress import SHARES, Phase, percent_at
from organization.models import SYSTEM
from organization.rules import RuleBroken


class Command(BaseCommand):
    help = "Check a staff file (CSV or XLSX) against the organization and write it, all of it or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")
        parser.add_argument(
            "--end-missing",
            action="store_true",
            help="end the assignments of people whom the file leaves out; their accounts stay active",
        )

        parser.add_argument(
            "--map",
            action="append",
            default=[],
            type=_pair,
            dest="columns",
            metavar="OURS=THEIRS",
            help='the heading that a column of ours has in the file, such as nama="Nama Lengkap"; may be repeated',
        )

    def handle(self, *, file, dry_run, end_missing, columns, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(_("Berkas tidak dapat dibaca: {why}.").format(why=error.strerror)) from None
        try:
            plan = self._run(file.name, content, dry_run=dry_run, end_missing=end_missing, columns=dict(columns))
        except RuleBroken as broken:
            self.stdout.write(str(broken))
            if isinstance(broken, ColumnsMissing):
                self._tell_headings(broken)
            self.stdout.write("new=0 changed=0 unchanged=0 gone=0 errors=1")
            sys.exit(1)
        self._tell(plan, dry_run=dry_run)
        if plan.problems:
            sys.exit(1)

    def _run(self, name, content, *, dry_run, **choices):
        from organization.importing import actions  # heavy, and needed only here

        with tqdm(total=100, disable=None, leave=False) as bar:  # a bar on a terminal only

            def step(phase, done=0, total=0):
                bar.set_description(str(Phase(phase).label))
                bar.update(percent_at(SHARES["write"], phase, done, total) - bar.n)

            if dry_run:
                return actions.plan_file(content, **choices, step=step)
            return actions.import_file(name=name, content=content, **choices, by=SYSTEM, at=timezone.now(), step=step)

    def _tell_headings(self, broken):
        """The headings of the file, and how to say which is which."""
        self._say(_("Judul kolom di berkas: {names}."), names=", ".join(filter(None, broken.header.cells)))
        self._say(_('Petakan dengan --map, misalnya --map {name}="JUDUL DI BERKAS".'), name=broken.names[0])

    def _tell(self, plan, *, dry_run):
        counts = plan.counts
        if plan.sheet.others:
            self._say(_("Lembar lain, tidak dibaca: {names}."), names=", ".join(plan.sheet.others))
        if plan.sheet.extra:
            self._say(_("Kolom lain, tidak dipakai: {names}.").format(names=", ".join(plan.sheet.extra)))
        self._each(_("PERINGATAN"), plan.warnings)
        if counts["gone"]:
            self._say(
                _("Penugasan {n} orang yang tidak ada di berkas diakhiri, juga Plt. dan Plh.; akun mereka tetap aktif.")
                if plan.end_missing
                else _("{n} orang tidak ada di berkas; penugasan mereka tetap."),
                n=counts["gone"],
            )
            self._tell_gone(plan)
        if plan.units:
            self._say(_("Unit kerja baru atau berubah: {n}."), n=len(plan.units))
        if plan.posts and plan.posts.vacant_new:
            vacant = _("Jabatan kosong baru bagi atasan yang tidak dikenal: {n}. Catat Plt. untuk masing-masing.")
            self._say(vacant, n=len(plan.posts.vacant_new))
        self._tell_running(plan)
        self._each(_("GALAT"), plan.problems)
        if plan.problems:
            self._say(_("Tidak ada yang ditulis. Betulkan berkasnya, lalu impor lagi."))
        elif dry_run:
            self._say(_("Uji coba: tidak ada yang ditulis."))
        self.stdout.write(" ".join(f"{name}={count}" for name, count in counts.items()))

    def _tell_gone(self, plan):
        """What HR has to look at: letters, and employees whom HR put under somebody who is missing."""
        from organization.importing.report import gone_of

        for person in gone_of(plan):
            if person["acting"]:
                self._say(_("{name}: Plt. atau Plh. {posts}."), name=person["name"], posts=", ".join(person["acting"]))
            if person["overrides"]:
                line = _("{name} masih ditetapkan sebagai pejabat penilai bagi {names}. Akhiri pengecualiannya.")
                self._say(line, name=person["name"], names=", ".join(person["overrides"]))

    def _tell_running(self, plan):
        """Appraisals under way stay with the former superior, unless HR moves them."""
        from organization.importing.report import superiors_of

        line = _("Atasan {name} berganti dari {old} ke {new}; penilaian berjalan tetap pada pejabat lama: {running}.")
        for person in superiors_of(plan):
            if person["running"]:
                running = ", ".join(one["text"] for one in person["running"])
                old, new = person["old"] or _("kosong"), person["new"] or _("kosong")
                self._say(line, name=person["name"], old=old, new=new, running=running)

    def _say(self, text, **values):
        self.stdout.write(text.format(**values))

    def _each(self, word, problems):
        line = _("{word} baris {row}, kolom {column}, isi “{value}”: {reason} {cure}")
        for problem in problems:
            self.stdout.write(
                line.format(
                    word=word,
                    row=problem.row,
                    column=problem.column or "-",
                    value=problem.value,
                    reason=problem.reason,
                    cure=problem.cure,
                )
            )


def _pair(text):
    ours, is_pair, theirs = text.partition("=")
    if not is_pair or ours not in NAMES:
        raise ArgumentTypeError(
            _("Tulis seperti nama=JUDUL, dengan salah satu dari {names}.").format(names=", ".join(NAMES))
        )
    return ours, theirs
