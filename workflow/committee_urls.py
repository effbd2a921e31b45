"""Pages of committee members that need the flow: kin they declare, minutes they sign."""

from django.urls import path

from workflow.views import kin, minutes

ONE = "committees/<int:pk>/meetings/<int:number>/minutes/"

urlpatterns = [
    path("kin/", kin.kin, name="kin"),
    path("kin/<int:pk>/withdraw/", kin.kin_withdraw, name="kin_withdraw"),
    path("committees/seats/<int:pk>/kin/", kin.committee_kin, name="committee_kin"),
    path(ONE, minutes.minutes, name="minutes"),
    path(f"{ONE}draw-up/", minutes.minutes_draw_up, name="minutes_draw_up"),
    path(f"{ONE}check/", minutes.minutes_check, name="minutes_check"),
    path(f"{ONE}sign/", minutes.minutes_sign, name="minutes_sign"),
    path(f"{ONE}refuse/", minutes.minutes_refuse, name="minutes_refuse"),
    path(f"{ONE}unable/", minutes.minutes_unable, name="minutes_unable"),
    path(f"{ONE}print/", minutes.minutes_print, name="minutes_print"),
    path(f"{ONE}print/<int:n>/", minutes.minutes_copy, name="minutes_copy"),
    path(f"{ONE}file/", minutes.minutes_file, name="minutes_file"),
]
