"""The inbox and the pages of steps. Names and numbers of people are never part of an address."""

from django.urls import include, path

from workflow.views import check, inbox, receipt, step

urlpatterns = [
    path("inbox/", inbox.inbox_page, name="inbox"),
    path("inbox/search/", inbox.search, name="inbox-search"),
    path("tasks/<int:pk>/", step.step, name="step"),
    path("tasks/<int:pk>/draft/", step.draft, name="step-draft"),
    path("tasks/<int:pk>/receive/", step.receive, name="step-receive"),
    path("tasks/<int:pk>/check/<slug:outcome>/", check.check, name="step-check"),
    path("tasks/<int:pk>/receipt/", receipt.receipt, name="step-receipt"),
    path("tasks/<int:pk>/recall/", receipt.recall, name="step-recall"),
    path("", include("workflow.hr_urls")),
    path("", include("workflow.case_urls")),
]
