from django.urls import path

from . import api, api_evidence

urlpatterns = [
    path("tasks/", api.Tasks.as_view(), name="api-tasks"),
    path("tasks/<int:pk>/", api.Task.as_view(), name="api-task"),
    path("tasks/<int:pk>/complete/", api.Complete.as_view(), name="api-complete"),
    path("appraisals/", api.Appraisals.as_view(), name="api-appraisals"),
    path("appraisals/<int:pk>/", api.AppraisalDetail.as_view(), name="api-appraisal"),
    path("appraisals/<int:pk>/accesses/", api.Accesses.as_view(), name="api-accesses"),
    path("appraisals/<int:pk>/revision/", api.Revision.as_view(), name="api-revision"),
    path("appraisals/<int:pk>/receipt/", api.Receipt.as_view(), name="api-receipt"),
    path("appraisals/<int:pk>/evidence/", api_evidence.EvidenceList.as_view(), name="api-evidence"),
    path(
        "appraisals/<int:pk>/evidence/<int:n>/content/",
        api_evidence.EvidenceContent.as_view(),
        name="api-evidence-content",
    ),
    path(
        "appraisals/<int:pk>/evidence/<int:n>/withdraw/",
        api_evidence.EvidenceWithdrawal.as_view(),
        name="api-evidence-withdraw",
    ),
]
