"""HR's pages that need the flow."""

from django.urls import path

from workflow.views.hr import case, committee, launch, stuck

urlpatterns = [
    path("cycles/<slug:slug>/launch/", launch.cycle_launch, name="cycle_launch"),
    path("cycles/<slug:slug>/launch/people/<slug:key>/", launch.launch_people, name="cycle_launch_people"),
    path("cycles/<slug:slug>/launch/out.csv", launch.launch_download, name="cycle_launch_download"),
    path("cycles/<slug:slug>/launch/progress/", launch.cycle_progress, name="cycle_progress"),
    path("committees/<int:pk>/meeting/", committee.committee_meeting, name="committee_meeting"),
    path("committees/seats/<int:pk>/substitute/", committee.committee_substitute, name="committee_substitute"),
    *(path(f"appraisals/<int:pk>/{name}/", case.case_act, {"name": name}, name=f"case_{name}") for name in case.ACTS),
    path("appraisals/stuck/", stuck.stuck_cases, name="stuck"),
    path("appraisals/<int:pk>/admit-late/", case.case_admit_late, name="case_admit_late"),
]
