"""Pages of cases: home, the lists, one appraisal with what may be done to it, its document."""

from django.urls import path

from workflow.case_acts import ACTS
from workflow.views import act, case, cases, evidence, home, inspecting, presence, revision
from workflow.views import print as printing

urlpatterns = [
    path("", home.home, name="home"),
    path("appraisals/", cases.appraisals, name="appraisals"),
    path("appraisals/search/", cases.search, name="appraisals-search"),
    path("appraisals/waiting/", revision.waiting_ratings, name="waiting_ratings"),
    path("appraisals/<int:pk>/revise/", revision.revise, name="appraisal-revise"),
    path("appraisals/<int:pk>/", case.appraisal, name="appraisal"),
    path("appraisals/<int:pk>/evidence/", evidence.evidence, name="appraisal-evidence"),
    path("appraisals/<int:pk>/evidence/<int:n>/", evidence.content, name="evidence-content"),
    path("appraisals/<int:pk>/evidence/<int:n>/withdraw/", evidence.withdraw, name="evidence-withdraw"),
    path("appraisals/<int:pk>/evidence/<int:n>/reject/", evidence.reject, name="evidence-reject"),
    path("appraisals/<int:pk>/presence/", presence.presence, name="appraisal-presence"),
    path("appraisals/<int:pk>/purpose/", case.state_purpose, name="appraisal-purpose"),
    path("inspections/<int:pk>/close/", inspecting.inspection_close, name="inspection_close"),
    path("appraisals/<int:pk>/receipts/<int:n>/", case.receipt, name="appraisal-receipt"),
    path("appraisals/<int:pk>/print/", printing.preview, name="appraisal_print"),
    path("appraisals/<int:pk>/print/<int:n>/", printing.copy, name="appraisal_copy"),
    *(path(f"appraisals/<int:pk>/{name}/", act.case_act, {"name": name}, name=f"appraisal-{name}") for name in ACTS),
]
