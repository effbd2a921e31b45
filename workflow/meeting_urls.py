"""Meetings of a committee, by their number in it."""

from django.urls import path

from workflow.views.meetings import leading, lists, sitting, voting

ONE = "committees/<int:pk>/meetings/<int:number>/"

urlpatterns = [
    path("committees/meetings/", lists.meetings, name="meetings"),
    path("committees/<int:pk>/meetings/new/", lists.meeting_prepare, name="meeting_prepare"),
    path(ONE, sitting.meeting, name="meeting"),
    path(f"{ONE}agenda/", leading.meeting_agenda, name="meeting_agenda"),
    path(f"{ONE}lead/", leading.meeting_lead, name="meeting_lead"),
    path(f"{ONE}attend/", leading.meeting_attend, name="meeting_attend"),
    path(f"{ONE}items/<int:place>/", sitting.meeting, name="meeting_item"),
    path(f"{ONE}items/<int:place>/vote/", voting.meeting_vote, name="meeting_vote"),
    path(f"{ONE}items/<int:place>/endorse/", voting.meeting_endorse, name="meeting_endorse"),
]
