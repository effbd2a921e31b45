"""Plans for everybody; policies, cycles and committees for HR; erasure for HR and inspectors."""

from django.urls import path

from appraisal.views import (
    access,
    calendars,
    calibration,
    closing,
    committees,
    cycles,
    declared,
    erasure,
    hold,
    leniency,
    plan,
    plans,
    policies,
    sandbox,
    unit_rating,
)

urlpatterns = [
    *(
        path(f"accesses/<int:pk>/{name}/", access.access_put, {"name": name}, name=f"access_{name}")
        for name in access.PAGES
    ),
    path("accesses/questions/<int:pk>/", access.access_question, name="access_question"),
    path("erasures/", erasure.erasures, name="erasures"),
    path("erasures/people/<uuid:pseudonym>/", erasure.erasure_person, name="erasure_person"),
    path("erasures/new/<slug:kind>/<int:key>/", erasure.erasure_propose, name="erasure_propose"),
    path("erasures/<int:pk>/", erasure.erasure, name="erasure"),
    *(
        path(f"erasures/<int:pk>/{name}/", erasure.erasure_answer, {"name": name}, name=f"erasure_{name}")
        for name in erasure.ANSWERS
    ),
    path("holds/new/<slug:kind>/<int:key>/", hold.hold_place, name="hold_place"),
    path("holds/<int:pk>/", hold.hold, name="hold"),
    path("holds/<int:pk>/lift/", hold.hold_lift, name="hold_lift"),
    path("plans/", plans.plans, name="plans"),
    path("plans/start/", plans.plan_start, name="plan_start"),
    path("plans/<int:pk>/", plan.plan, name="plan"),
    *(path(f"plans/<int:pk>/{name}/", plan.plan_move, {"name": name}, name=f"plan_{name}") for name in plan.MOVES),
    path("appraisals/<int:pk>/results/", declared.declare_results, name="declare_results"),
    path("policies/", policies.policies, name="policies"),
    path("policies/new/", policies.policy_new, name="policy_new"),
    path("policies/<slug:slug>/<int:version>/", policies.policy, name="policy"),
    path("policies/<slug:slug>/<int:version>/adopt/", policies.policy_adopt, name="policy_adopt"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/<int:pk>/", calendars.calendar, name="calendar"),
    path("calendars/<int:pk>/fill/", calendars.calendar_fill, name="calendar_fill"),
    path("calendars/<int:pk>/add/", calendars.day_add, name="day_add"),
    path("calendars/days/<int:pk>/drop/", calendars.day_drop, name="day_drop"),
    path("calibration/", calibration.calibrations, name="calibrations"),
    path("unit-ratings/<int:pk>/", unit_rating.unit_rating, name="unit_rating"),
    path("calibration/<slug:slug>/", calibration.calibration, name="calibration"),
    path("calibration/<slug:slug>/units.csv", calibration.calibration_csv, name="calibration_csv"),
    path("calibration/<slug:slug>/own/", sandbox.calibration_own, name="calibration_own"),
    path("calibration/<slug:slug>/supervisors/", leniency.leniency, name="leniency"),
    path("calibration/<slug:slug>/<int:pk>/", calibration.calibration_unit, name="calibration_unit"),
    path("calibration/<slug:slug>/<int:pk>/rate/", unit_rating.unit_rate, name="unit_rate"),
    path("calibration/<slug:slug>/<int:pk>/explain/", unit_rating.unit_explain, name="unit_explain"),
    path("calibration/<slug:slug>/<int:pk>/ask/", unit_rating.unit_ask, name="unit_ask"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/new/", cycles.cycle_new, name="cycle_new"),
    path("cycles/<slug:slug>/", cycles.cycle, name="cycle"),
    path("cycles/<slug:slug>/close/", closing.cycle_close, name="cycle_close"),
    path("cycles/<slug:slug>/change/", cycles.cycle_change, name="cycle_change"),
    path("cycles/<slug:slug>/committee/", committees.appoint, name="committee_appoint"),
    path("committees/", committees.committees, name="committees"),
    path("committees/<int:pk>/", committees.committee, name="committee"),
]
