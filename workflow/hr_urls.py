"""HR's pages that need the flow."""

from django.urls import path

from workflow.views.hr import beginnings, case, clocks, cockpit, committee, launch, reopened, stuck

urlpatterns = [
    path("cockpit/", cockpit.cockpit, name="cockpit"),
    path("cycles/<slug:slug>/cockpit/", cockpit.cockpit, name="cycle_cockpit"),
    path("cycles/<slug:slug>/problems/", cockpit.cockpit_problems, name="cycle_problems"),
    path("cycles/<slug:slug>/receipts/<int:n>/", cockpit.cycle_receipt, name="cycle_receipt"),
    path("cycles/<slug:slug>/receipts/<int:n>/cases/", reopened.cycle_reopened, name="cycle_reopened"),
    *(
        path(f"cycles/<slug:slug>/{name}/", clocks.cycle_act, {"name": name}, name=f"cycle_{name}")
        for name in clocks.ACTS
    ),
    path("extensions/<int:pk>/decline/", clocks.extension_decline, name="extension_decline"),
    path("tasks/<int:pk>/extension/", clocks.step_extension, name="step_extension"),
    path("cycles/<slug:slug>/launch/", launch.cycle_launch, name="cycle_launch"),
    path("cycles/<slug:slug>/launch/people/<slug:key>/", launch.launch_people, name="cycle_launch_people"),
    path("cycles/<slug:slug>/launch/out.csv", launch.launch_download, name="cycle_launch_download"),
    path("cycles/<slug:slug>/launch/progress/", launch.cycle_progress, name="cycle_progress"),
    path("committees/<int:pk>/meeting/", committee.committee_meeting, name="committee_meeting"),
    path("committees/seats/<int:pk>/substitute/", committee.committee_substitute, name="committee_substitute"),
    *(path(f"appraisals/<int:pk>/{name}/", case.case_act, {"name": name}, name=f"case_{name}") for name in case.ACTS),
    path("inbox-views/", beginnings.inbox_beginnings, name="inbox-beginnings"),
    path("inbox-views/<slug:role>/", beginnings.inbox_beginning, name="inbox-beginning"),
    path("inbox-views/<slug:role>/drop/", beginnings.inbox_beginning_drop, name="inbox-beginning-drop"),
    path("appraisals/stuck/", stuck.stuck_cases, name="stuck"),
    path("appraisals/<int:pk>/admit-late/", case.case_admit_late, name="case_admit_late"),
]
