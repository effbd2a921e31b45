"""HR's pages that need the flow."""

from django.urls import path

from workflow.views.hr import case, committee, launch

urlpatterns = [
    path("cycles/<slug:slug>/launch/", launch.cycle_launch, name="cycle_launch"),
    path("cycles/<slug:slug>/launch/people/<slug:key>/", launch.launch_people, name="cycle_launch_people"),
    path("cycles/<slug:slug>/launch/out.csv", launch.launch_download, name="cycle_launch_download"),
    path("cycles/<slug:slug>/launch/progress/", launch.cycle_progress, name="cycle_progress"),
    path("committees/<int:pk>/meeting/", committee.committee_meeting, name="committee_meeting"),
    path("committees/seats/<int:pk>/substitute/", committee.committee_substitute, name="committee_substitute"),
    path("appraisals/<int:pk>/reassign/", case.case_reassign, name="case_reassign"),
    path("appraisals/<int:pk>/cancel/", case.case_cancel, name="case_cancel"),
    path("appraisals/<int:pk>/delivery/", case.case_delivery, name="case_delivery"),
    path("appraisals/<int:pk>/supersede/", case.case_supersede, name="case_supersede"),
    path("appraisals/<int:pk>/admit-late/", case.case_admit_late, name="case_admit_late"),
]
