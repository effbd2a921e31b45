"""The shape of each outcome's `data`, for page and API alike (design §3). Unknown keys are refused."""

import datetime
import re
from decimal import Decimal
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from organization.rules import MARKUP

from .models.conflict import KinDeclaration
from .models.words import Procedure, Rating, Value

TEXT_LIMIT = 10_000
CODE = re.compile("'([^']+)'")
LINE_END = re.compile(r"\r\n?|[\u2028\u2029]")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # … or turns the text around


def plain_text(text: str) -> str:
    """Line ends become LF; refused are control characters, because nobody can see what they do, and markup."""
    text = LINE_END.sub("\n", text)
    if UNSEEN.search(text):
        raise PydanticCustomError("control_characters", "Control characters are not allowed.")
    if MARKUP.search(text):
        raise PydanticCustomError("markup", "Markup is not allowed.")
    return text


def exact(value):
    """Decimals travel as strings (design §3); a float was rounded before it came."""
    if isinstance(value, bool | float):
        raise PydanticCustomError("inexact_number", "Send numbers as strings.")
    return value


def line(limit: int):
    """One line of text that fits its column."""
    plain = StringConstraints(strip_whitespace=True, min_length=1, max_length=limit)
    return Annotated[str, plain, AfterValidator(plain_text)]


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LIMIT),
    AfterValidator(plain_text),
]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=TEXT_LIMIT), AfterValidator(plain_text)]
Number = Annotated[
    Decimal,
    Field(max_digits=14, decimal_places=2, ge=0),
    BeforeValidator(exact),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,2})?$"}),
]
Key = Annotated[int, BeforeValidator(exact)]


class Form(BaseModel):
    """Every form; `reason` is what the record keeps as the why."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Form):
    pass


class Reason(Form):
    reason: Text


class Actual(Form):
    indicator: Key
    actual: Number
    note: Note = ""


class BehaviourNote(Form):
    value: Value
    note: Note = ""


class SelfAssessment(Form):
    results: Annotated[list[Actual], Field(max_length=200)] = []
    behaviours: Annotated[list[BehaviourNote], Field(max_length=7)] = []
    statement: Note = ""


class FeedbackText(Form):
    subject: Annotated[str, StringConstraints(max_length=40)]
    text: Text


class Review(Form):
    results_rating: Rating
    behaviour_rating: Rating
    reason: Text
    feedback: Annotated[list[FeedbackText], Field(max_length=300)] = []


class GroundText(Form):
    subject: Annotated[str, StringConstraints(max_length=40)]
    reason: Text


class Objection(Form):
    grounds: Annotated[list[GroundText], Field(min_length=1, max_length=100)]


class Statement(Form):
    statement: Text


class Ask(Form):
    to: Literal["employee", "supervisor"]
    question: Text


class Change(Reason):
    results_rating: Rating
    behaviour_rating: Rating


class Revision(Change):
    """Ratings before the release, in the place of those that were sent."""


class CommitteeReturn(Reason):
    procedure: Procedure | None = None
    no_relation: bool = False


class Endorsement(Form):
    """`no_relation`: said by a member whose name stands in the case, of himself and the parties."""

    note: Note = ""
    no_relation: bool = False


class Abstention(Reason):
    no_relation: bool = False


class Kinship(Form):
    relation: KinDeclaration.Relation


class Handover(Form):
    """A result given on paper, as HR records it."""

    handed_over_on: datetime.date
    witness: line(150)
    letter_no: line(80)


class Correction(Reason):
    """What replaces a final appraisal, and by whose authority."""

    results_rating: Rating
    behaviour_rating: Rating
    authority: line(200)
    letter_no: line(80)


class ReleaseDay(Reason):
    release_on: datetime.date


class Substitute(Reason):
    letter_no: line(80)


class Meeting(Reason):
    meeting_on: datetime.date


def explain(error) -> dict[str, str]:
    """A pydantic ValidationError as {"results.0.actual": sentence} in the reader's language."""
    return {".".join(map(str, fault["loc"])): _sentence(fault) for fault in error.errors()}


SENTENCES = {  # pydantic's error type -> what to do about it
    "missing": _("Wajib diisi."),
    "string_too_short": _("Wajib diisi."),
    "too_short": _("Isi paling sedikit satu."),
    "extra_forbidden": _("Isian ini tidak dikenal."),
    "enum": _("Pilih salah satu: %(expected)s."),
    "literal_error": _("Pilih salah satu: %(expected)s."),
    "string_too_long": _("Terlalu panjang: paling banyak %(max_length)s huruf."),
    "too_long": _("Terlalu banyak: paling banyak %(max_length)s."),
    "control_characters": _("Ada huruf kendali yang tidak terlihat. Hapus, lalu ketik ulang bagian itu."),
    "markup": _("Tulis teks biasa saja, tanpa kode HTML. Tanda < dan > boleh dengan spasi sesudahnya."),
    "greater_than_equal": _("Angka tidak boleh kurang dari 0."),
    "decimal_max_places": _("Tulis paling banyak dua angka di belakang koma."),
    "decimal_max_digits": _("Angka terlalu besar."),
    "decimal_whole_digits": _("Angka terlalu besar."),
    "decimal_parsing": _("Tulis angka, misalnya 87,5."),
    "int_parsing": _("Tulis angka bulat."),
    "bool_parsing": _("Tulis true atau false."),
    "inexact_number": _("Kirim angka sebagai teks, misalnya “87.50”."),
    "date_parsing": _("Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-11-30."),
    "date_from_datetime_parsing": _("Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-11-30."),
    "finite_number": _("Tulis angka, misalnya 87,5."),
}
OTHERWISE = _("Bentuk isian tidak sesuai. Periksa kembali.")


def _sentence(fault):
    facts = fault.get("ctx", {})
    if "expected" in facts:  # "'a', 'b' or 'c'": codes, in no language
        facts = facts | {"expected": ", ".join(CODE.findall(facts["expected"]))}
    return str(SENTENCES.get(fault["type"], OTHERWISE)) % facts
