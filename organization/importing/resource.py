"""The file as a django-import-export resource: each line becomes a checked `Row`; nothing is saved here."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from tablib import Dataset

from organization.importing.cells import KINDS, TYPES, Choice, Date, Number, Refused, SuperiorNumber, Text
from organization.importing.reading import TOLD_EVERY, Sheet
from organization.importing.rows import Problem, Row, shown
from organization.rules import RuleBroken, check_identifier


class StaffResource(Resource):
    """The fourteen columns. `original` rows come from the database in bulk later, so no loader is needed."""

    nip = Field("nip", "nip", Number())
    nama = Field("name", "nama", Text(150, is_required=True))
    gelar_depan = Field("title_prefix", "gelar_depan", Text(40))
    gelar_belakang = Field("title_suffix", "gelar_belakang", Text(60))
    jenis_pegawai = Field("type", "jenis_pegawai", Choice(TYPES))
    unit_kode = Field("unit_code", "unit_kode", Text(40, is_required=True))
    unit_nama = Field("unit_name", "unit_nama", Text(200, is_required=True))
    unit_induk_kode = Field("parent_code", "unit_induk_kode", Text(40))
    jabatan = Field("title", "jabatan", Text(200, is_required=True))
    jenis_jabatan = Field("kind", "jenis_jabatan", Choice(KINDS))
    atasan_nip = Field("superior_nip", "atasan_nip", SuperiorNumber())
    pangkat = Field("rank", "pangkat", Text(20))
    tmt = Field("start", "tmt", Date())
    email = Field("email", "email", Text(300))

    class Meta:
        import_id_fields = ["nip"]
        instance_loader_class = BaseInstanceLoader
        force_init_instance = skip_diff = store_instance = True

    def __init__(self, numbers, told):
        super().__init__()
        self.numbers, self.told = numbers, told

    def init_instance(self, row=None):
        return Row()

    def import_instance(self, instance, row, row_number=0, **kwargs):
        """Every fault of a line at once, each with its cure."""
        instance.number = self.numbers[row_number - 1]
        if row_number % TOLD_EVERY == 0:
            self.told(row_number)
        faults = {}
        for field in self.fields.values():
            try:
                self.import_field(field, instance, row)
            except Refused as refused:
                faults[field.column_name] = _fault(str(refused), refused.cure)
        if "nip" not in faults:
            faults |= _identifier_fault(instance)
        if faults:
            raise ValidationError(faults)

    def do_instance_save(self, instance, is_create):
        """The whole file is written at once, by `actions`."""


def _fault(reason, cure):
    return ValidationError("%(reason)s", params={"reason": reason, "cure": cure})


def _identifier_fault(row):
    try:
        check_identifier(row.nip, row.type)
    except RuleBroken as broken:
        cure = _("Tulis 18 angka seperti pada SK, dan jadikan kolom ini teks di lembar kerja.")
        return {"nip": _fault(str(broken), cure)}
    return {}


def rows_of(sheet: Sheet, told=lambda rows: None) -> tuple[list[Row], list[Problem]]:
    """The lines that are sound, and what is wrong with the others; `told` hears how many were looked at."""
    dataset = Dataset(*sheet.rows, headers=sheet.columns)
    result = StaffResource(sheet.numbers, told).import_data(dataset, use_transactions=False, raise_errors=False)
    if result.has_errors():  # a bug of ours, not of the file: never go on with half of it
        first = result.base_errors or result.row_errors()[0][1]
        raise first[0].error
    problems = list(sheet.problems)
    for invalid in result.invalid_rows:
        said = dict(zip(sheet.columns, sheet.rows[invalid.number - 1], strict=True))
        for column, (fault,) in invalid.error.error_dict.items():
            problems.append(
                Problem(
                    sheet.numbers[invalid.number - 1],
                    column,
                    shown(said[column]),
                    fault.params["reason"],
                    fault.params["cure"],
                )
            )
    return [line.instance for line in result.rows if line.is_new()], problems
