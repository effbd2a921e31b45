"""Addresses of the log under /api/v1/."""

from django.urls import path

from audit import api

urlpatterns = [
    path("log/", api.Log.as_view(), name="api-log"),
]
