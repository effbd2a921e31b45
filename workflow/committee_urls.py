"""Pages of committee members that need the flow: kin they declare, minutes they sign."""

from django.urls import path

from workflow.views import kin

urlpatterns = [
    path("kin/", kin.kin, name="kin"),
    path("kin/<int:pk>/withdraw/", kin.kin_withdraw, name="kin_withdraw"),
    path("committees/seats/<int:pk>/kin/", kin.committee_kin, name="committee_kin"),
]
