"""Evidence through the API: the same doors and the same sight as the pages; offices use the pages, with a purpose."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from pydantic import BaseModel, ConfigDict, StrictStr
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from appraisal.models import Evidence
from appraisal.permissions import sight_of
from audit.models import Access
from audit.views.files import stored_file

from . import beside
from .api_appraisal import visible
from .api_body import body_of
from .journal import note_look
from .refusals import Invalid, NotFound
from .selectors.evidence import files_of


class File(serializers.ModelSerializer):
    """A file as its list shows it; `content` is its address."""

    added_by = serializers.CharField(source="added_by.full_name")
    reason = serializers.SerializerMethodField(help_text="why it was rejected or withdrawn")
    is_withdrawn = serializers.SerializerMethodField()

    class Meta:
        model = Evidence
        fields = [
            "id", "name", "media_type", "size", "sha256", "about", "note", "given_with", "added_by", "added_at",
            "state", "is_withdrawn", "reason",
        ]  # fmt: skip

    def get_reason(self, row) -> str:
        return row.withdrawal_reason or row.examination

    def get_is_withdrawn(self, row) -> bool:
        return row.withdrawn_at is not None


class Files(serializers.Serializer):
    results = File(many=True)
    next = serializers.CharField(allow_null=True)


class Upload(serializers.Serializer):
    file = serializers.FileField()
    about = serializers.ListField(child=serializers.CharField(), required=False)
    note = serializers.CharField(required=False)


class Withdrawal(serializers.Serializer):
    reason = serializers.CharField()


class WithReason(BaseModel):
    """The body of a withdrawal."""

    model_config = ConfigDict(extra="forbid")
    reason: StrictStr


class EvidenceList(APIView):
    """The files of one appraisal that the caller may see; a party adds one while it is his turn."""

    parser_classes = [MultiPartParser]

    @extend_schema(responses=Files, operation_id="v1_appraisals_evidence_list")
    def get(self, request, pk):
        at = timezone.now()
        appraisal, sight = _seen(request.user, pk)
        note_look(appraisal, sight, at=at)
        rows = files_of(appraisal, request.user) if sight.has_content else []
        return Response({"results": File(rows, many=True).data, "next": None})

    @extend_schema(request={"multipart/form-data": Upload}, responses={201: File})
    def post(self, request, pk):
        appraisal, _sight = _seen(request.user, pk)
        file = request.FILES.get("file")
        if file is None:
            sentence = _("Kirim satu berkas dengan nama isian “file”.")
            raise Invalid(sentence, {"file": sentence})
        about, note = request.data.getlist("about"), request.data.get("note", "")
        facts = {"about": about, "note": note, "by": request.user, "at": timezone.now()}
        row = beside.attach(appraisal.pk, file=file, name=file.name, **facts)
        return Response(File(row).data, status=201)


class EvidenceContent(APIView):
    """The bytes of one file."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request, pk, n):
        at = timezone.now()
        appraisal, sight = _seen(request.user, pk)
        rows = files_of(appraisal, request.user) if sight.has_content else []
        row = next((row for row in rows if row.pk == n and not row.is_erased), None)
        is_own = row is not None and row.added_by_id == request.user.pk
        if row is None or not (is_own or row.withdrawn_at is None):
            raise NotFound(_("Bukti ini tidak ada."))
        try:
            response = stored_file(request, row.sha256, row.name, row.media_type, shown=False)
        except FileNotFoundError:
            raise NotFound(_("Bukti ini tidak ada.")) from None
        if not is_own:
            note_look(appraisal, sight, at=at, kind=Access.Kind.EVIDENCE)
        return response


class EvidenceWithdrawal(APIView):
    """Whoever added it takes it back, with a reason, while he could still attach; it stays listed."""

    @extend_schema(request=Withdrawal, responses=File)
    def post(self, request, pk, n):
        _seen(request.user, pk)
        reason = body_of(request, WithReason).reason
        beside.withdraw_evidence(pk, n, reason=reason, by=request.user, at=timezone.now())
        return Response(File(Evidence.objects.select_related("added_by").get(pk=n)).data)


def _seen(user, pk):
    """(the appraisal, what the caller may see of it); what he may not see is not there."""
    appraisal = visible(user).filter(pk=pk).first()
    if appraisal is None:
        raise NotFound(_("Tugas atau berkas ini tidak ada."))
    return appraisal, sight_of(appraisal, user, has_seat=appraisal.has_seat)
