"""The inbox and the pages of steps. Names and numbers of people are never part of an address."""

from django.urls import include, path

from workflow.desk.acts import ACTS
from workflow.views import bulk, check, desk, inbox, receipt, step

urlpatterns = [
    path("inbox/", inbox.inbox_page, name="inbox"),
    path("inbox/search/", inbox.search, name="inbox-search"),
    path("inbox/views/keep/", desk.view_keep, name="inbox-view-keep"),
    path("inbox/views/begin/", desk.view_begin, name="inbox-view-begin"),
    path("inbox/views/forget/", desk.view_forget, name="inbox-view-forget"),
    *(path(f"inbox/{name}/", bulk.check, {"name": name}, name=f"inbox-{name}") for name in ACTS),
    path("inbox/results/<int:pk>/", bulk.result, name="bulk"),
    path("tasks/<int:pk>/", step.step, name="step"),
    path("tasks/<int:pk>/next/", inbox.neighbour, {"way": "next"}, name="step-next"),
    path("tasks/<int:pk>/previous/", inbox.neighbour, {"way": "previous"}, name="step-previous"),
    path("tasks/<int:pk>/draft/", step.draft, name="step-draft"),
    path("tasks/<int:pk>/receive/", step.receive, name="step-receive"),
    *(path(f"tasks/<int:pk>/{how}/", step.share, {"how": how}, name=f"step-{how}") for how in step.SHARING),
    path("tasks/<int:pk>/snooze/", desk.snooze, name="step-snooze"),
    path("tasks/<int:pk>/wake/", desk.wake, name="step-wake"),
    path("tasks/<int:pk>/check/<slug:outcome>/", check.check, name="step-check"),
    path("tasks/<int:pk>/receipt/", receipt.receipt, name="step-receipt"),
    path("tasks/<int:pk>/recall/", receipt.recall, name="step-recall"),
    path("", include("workflow.meeting_urls")),
    path("", include("workflow.hr_urls")),
    path("", include("workflow.committee_urls")),
    path("", include("workflow.case_urls")),
]
