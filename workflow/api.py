"""The API: the same door, the same `visible_to`, the same sentences (design §7)."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr
from rest_framework import exceptions, generics
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from appraisal.models import Appraisal
from appraisal.permissions import sight_of
from audit.access.looking import log_of
from audit.acts import stream_of
from audit.models import Access
from organization.models import User

from . import api_narrowing, api_schema, serializers
from .api_appraisal import content_of, visible
from .api_body import body_of
from .beside import mark_seen, receive_result, revise
from .journal import note_look
from .models import Step
from .refusals import Busy, Forbidden, Invalid, NotFound, Refused
from .selectors.inbox import found, owners_for, principals_of
from .steps import take_step

KEY_LIMIT = 80  # characters of an Idempotency-Key
LARGEST_KEY = 2**63  # of a row


class Page(CursorPagination):
    """Paged by key, never by offset, never counted: {"results": [...], "next": url or null}."""

    page_size = 50
    ordering = "id"

    def get_paginated_response(self, data):
        return Response({"results": data, "next": self.get_next_link()})

    def get_paginated_response_schema(self, schema):
        next_link = {"type": "string", "format": "uri", "nullable": True}
        return {"type": "object", "properties": {"results": schema, "next": next_link}}


@extend_schema(parameters=api_narrowing.PARAMETERS)
class Tasks(generics.ListAPIView):
    """The caller's open tasks, oldest first: what his inbox lists, and unless `asleep` says otherwise what he put off.

    With `delegated=true` the tasks of those for whom he stands in today, each with `on_behalf_of`.
    """

    serializer_class = serializers.Task
    pagination_class = Page

    def get_queryset(self):
        asked = api_narrowing.read(self.request.query_params)
        at, user = timezone.now(), self.request.user
        self.principals = owners_for(user, at=at)[1:] if asked.delegated else []
        owners = self.principals if asked.delegated else [user.pk]
        steps = found(owners, reader=user, **api_narrowing.narrowed(asked, user, at))
        return steps.select_related("case__appraisal", "owner")

    def get_serializer_context(self):
        return super().get_serializer_context() | {"principals": getattr(self, "principals", ())}


@extend_schema(responses=api_schema.TaskDetail)
class Task(APIView):
    """One task with what may be done: each outcome's label and the JSON Schema of its data."""

    def get(self, request, pk):
        at = timezone.now()
        step = _visible_step(request.user, pk, at=at)
        mark_seen(step.pk, by=request.user, at=at)
        _own, *principals = owners_for(request.user, at=at)
        return Response(serializers.task_detail(step, request.user, principals))


class Completion(BaseModel):
    """The body of a completion; `data` has the shape that the outcome's schema says."""

    model_config = ConfigDict(extra="forbid")
    outcome: StrictStr
    data: dict = {}
    version: StrictInt | None = None
    on_behalf_of: StrictInt | None = None  # the owner of the task, for whom the caller stands in today


class Complete(APIView):
    """Complete a task with one of its outcomes; the same Idempotency-Key and body bring the same receipt."""

    @extend_schema(
        request=api_schema.Completion,
        responses=api_schema.Completed,
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=False)],
    )
    def post(self, request, pk):
        at = timezone.now()
        try:
            body, key = body_of(request, Completion), _key(request)
            asked = {"outcome": body.outcome, "data": body.data, "version": body.version, "idempotency_key": key}
            asked["on_behalf_of"] = _principal(body.on_behalf_of)
        except (Invalid, exceptions.APIException):
            _visible_step(request.user, pk, at=at)  # what he may not see is not there, whatever he sends
            raise
        try:
            receipt = take_step(pk, **asked, by=request.user, at=at)
        except Forbidden:
            _visible_step(request.user, pk, at=at)  # whoever he names: it does not tell that there is such a task
            raise
        except NotFound as gone:
            owner = _visible_step(request.user, pk, at=at).owner
            sentence = _("Tugas ini milik %(owner)s. Sebut dia dalam on_behalf_of.") % {"owner": owner}
            raise Forbidden(sentence) from gone
        return Response({"receipt": receipt})


class Appraisals(generics.ListAPIView):
    """The appraisals the caller may see."""

    serializer_class = serializers.AppraisalLine
    pagination_class = Page

    def get_queryset(self):
        return Appraisal.objects.visible_to(self.request.user).select_related("cycle")


@extend_schema(responses=api_schema.AppraisalDetail)
class AppraisalDetail(APIView):
    """One appraisal: where it stands, what was set, its history and its events in sentences."""

    def get(self, request, pk):
        appraisal = visible(request.user).filter(pk=pk).first()
        if appraisal is None:
            raise NotFound(_("Tugas atau berkas ini tidak ada."))
        sight = sight_of(appraisal, request.user, has_seat=appraisal.has_seat)
        note_look(appraisal, sight, at=timezone.now())
        return Response(content_of(appraisal, sight))


class NewestFirst(Page):
    ordering = "-id"


class Accesses(generics.ListAPIView):
    """Who opened one appraisal, newest first: for the employee himself, and for inspectors."""

    serializer_class = serializers.AccessLine
    pagination_class = NewestFirst
    queryset = Access.objects.none()  # for the schema only

    def get_queryset(self):
        user, pk = self.request.user, self.kwargs["pk"]
        appraisal = visible(user).filter(pk=pk).first()
        if appraisal is None:
            raise NotFound(_("Tugas atau berkas ini tidak ada."))
        if user.pk != appraisal.employee_id and not user.is_inspector:
            raise Forbidden(_("Siapa membuka berkas ini dilihat pegawai yang bersangkutan dan inspektorat."))
        at = timezone.now()
        if user.is_inspector:
            note_look(appraisal, sight_of(appraisal, user), at=at, kind=Access.Kind.LOG)
        streams = [stream_of(appraisal), log_of(appraisal.employee_id)]  # who searched the log for him saw it, too
        found = Access.objects.visible_to(user, at=at).filter(stream__in=streams)
        return found.select_related("viewer", "on_behalf_of")


@extend_schema(request=None, responses=api_schema.Received)
class Receipt(APIView):
    """The employee opens the result; from here the fourteen days run. A GET never counts."""

    def post(self, request, pk):
        step = (
            Step.objects.filter(
                case__appraisal__in=Appraisal.objects.visible_to(request.user).filter(pk=pk), name="employee_response"
            )
            .order_by("-pk")
            .first()
        )
        if step is None:
            raise NotFound(_("Belum ada hasil yang dapat dibuka."))
        appraisal = receive_result(step.pk, by=request.user, at=timezone.now())
        due_on = appraisal.response_due_on
        return Response({"received_at": appraisal.received_at, "response_due_on": due_on})


class NewRatings(BaseModel):
    """The body of a revision; `data` as in a review, without feedback."""

    model_config = ConfigDict(extra="forbid")
    data: dict
    version: StrictInt | None = None


class Revision(APIView):
    """The supervisor changes ratings that wait for the joint release, with a reason; a repeated key as in `complete`."""

    @extend_schema(
        request=api_schema.Revision,
        responses=api_schema.Completed,
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=False)],
    )
    def post(self, request, pk):
        at = timezone.now()
        try:
            body, key = body_of(request, NewRatings), _key(request)
        except (Invalid, exceptions.APIException):
            if not Appraisal.objects.visible_to(request.user).filter(pk=pk).exists():
                raise NotFound(_("Tugas atau berkas ini tidak ada.")) from None
            raise
        facts = {"data": body.data, "version": body.version, "idempotency_key": key}
        return Response({"receipt": revise(pk, by=request.user, at=at, **facts)})


def refusal_handler(error, context):
    """Every error as {title, detail, fields}; nothing was written."""
    set_rollback()
    match error:
        case Refused():
            fields = getattr(error, "fields", {})
            response = _problem(error.status, str(error), fields)
            if isinstance(error, Busy):
                response["Retry-After"] = str(error.retry_after)
            return response
        case Http404():
            return _problem(404, _("Tidak ada yang ditemukan di alamat ini."))
        case PermissionDenied():
            return _problem(403, str(error) or _("Ini bukan untuk peran Anda."))
        case exceptions.APIException():
            return _from_framework(error)
    return None


def _from_framework(error):
    response = _problem(error.status_code, str(_detail_of(error)))
    if challenge := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response


def _detail_of(error):
    match error:
        case exceptions.AuthenticationFailed():
            return _("Token ini tidak dikenal, sudah dicabut, atau milik akun yang nonaktif. Minta token baru.")
        case exceptions.ParseError() if "JSON parse error" in str(error.detail):
            return _("Isi permintaan bukan JSON yang benar. Periksa kurung, koma, dan tanda kutipnya.")
    return error.detail if isinstance(error.detail, str) else _("Permintaan tidak dapat dibaca.")


TITLES = {
    400: gettext_lazy("Periksa isian"),
    401: gettext_lazy("Masuk dulu"),
    403: gettext_lazy("Bukan untuk peran Anda"),
    404: gettext_lazy("Tidak ditemukan"),
    405: gettext_lazy("Cara ini tidak tersedia"),
    409: gettext_lazy("Sudah berubah"),
    415: gettext_lazy("Kirim JSON"),
    429: gettext_lazy("Terlalu sering"),
    503: gettext_lazy("Sedang sibuk"),
}


def _problem(status, detail, fields=None):
    title = str(TITLES.get(status, TITLES[400]))
    return Response({"title": title, "detail": detail, "fields": fields or {}}, status=status)


def _principal(pk):
    """Whom the caller says he stands in for; the door asks whether he does."""
    if pk is None:
        return None
    known = User.objects.filter(pk=pk).first() if abs(pk) < LARGEST_KEY else None
    if known is None:
        sentence = _("Orang ini tidak dikenal.")
        raise Invalid(_("Ada isian yang perlu diperbaiki."), {"on_behalf_of": sentence})
    return known


def _visible_step(user, pk, *, at):
    """One in sight of the caller, or one that he may do, or did, in another's place."""
    visible = Q(case__appraisal__in=Appraisal.objects.visible_to(user))
    in_his_place = Q(owner__in=principals_of(user, at), completed_at=None) | Q(by=user, on_behalf_of__isnull=False)
    step = (
        Step.objects.filter(visible | in_his_place, pk=pk)
        .select_related("case__appraisal__cycle", "task", "owner", "by")
        .first()
    )
    if step is None:
        raise NotFound(_("Tugas atau berkas ini tidak ada."))
    return step


def _key(request):
    key = request.headers.get("Idempotency-Key") or None
    if key and not (len(key) <= KEY_LIMIT and key.isprintable()):
        sentence = _("Idempotency-Key paling banyak %(limit)s huruf yang terlihat.") % {"limit": KEY_LIMIT}
        raise Invalid(sentence, {"idempotency_key": sentence})
    return key
