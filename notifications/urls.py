"""A person's own notices."""

from django.urls import path

from . import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/new/", views.new, name="notices-new"),
    path("notices/settings/", views.settings_page, name="notices-settings"),
    path("notices/devices/add/", views.device_add, name="notices-device-add"),
    path("notices/devices/remove/", views.device_remove, name="notices-device-remove"),
    path("push-worker.js", views.push_worker, name="push-worker"),
    path("notices/read/", views.read_all, name="notices-read"),
    path("notices/<int:pk>/read/", views.read, name="notice-read"),
]
