"""Pages that anybody may open; nothing here knows a person."""

from django.urls import path

from portal import views

urlpatterns = [
    path("portal/log/checkpoint", views.checkpoint, name="published-checkpoint"),
    path("portal/log/<path:tile>", views.tile, name="published-tile"),
]
