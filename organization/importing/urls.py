"""HR's pages of the import; included by `organization.urls`."""

from django.urls import path

from organization.views import importing

urlpatterns = [
    path("organization/import/", importing.upload, name="import_organization"),
    path("organization/import/template.csv", importing.template_csv, name="import_template_csv"),
    path("organization/import/template.xlsx", importing.template_xlsx, name="import_template_xlsx"),
    path("organization/import/<int:pk>/", importing.run, name="import_run"),
    path("organization/import/<int:pk>/columns/", importing.columns, name="import_columns"),
    path("organization/import/<int:pk>/write/", importing.write, name="import_write"),
    path("organization/import/<int:pk>/discard/", importing.discard, name="import_discard"),
    path("organization/import/<int:pk>/undo/", importing.undo, name="import_undo"),
    path("organization/import/<int:pk>/errors.csv", importing.errors, name="import_errors"),
]
