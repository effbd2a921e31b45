"""Pages of the log and of what it keeps about people. Names and numbers of people are never part of an address."""

from django.urls import path

from audit.views import access, dossier, entry, exports, log, personal, saved, status, subject

urlpatterns = [
    path("accesses/", access.accesses, name="accesses"),
    path("personal/", personal.personal_data, name="personal"),
    path("personal/<slug:token>/", personal.personal_copy, name="personal_copy"),
    path("personal/<slug:token>/file/", personal.personal_file, name="personal_file"),
    path("audit/", log.log, name="log"),
    path("audit/search/", log.log_search, name="log-search"),
    path("audit/purpose/", log.log_purpose, name="log-purpose"),
    path("audit/days/", log.log_days, name="log-days"),
    path("audit/entries/<int:pk>/", entry.entry, name="log-entry"),
    path("audit/entries/<int:pk>/proof/", entry.proof, name="log-proof"),
    path("audit/subjects/<slug:kind>/<slug:key>/", subject.subject, name="log-subject"),
    path("audit/subjects/<slug:kind>/<slug:key>/purpose/", subject.subject_purpose, name="log-subject-purpose"),
    path("audit/subjects/<slug:kind>/<slug:key>/dossier/", dossier.subject_dossier, name="log-subject-dossier"),
    path("audit/saved/", saved.saved, name="log-saved"),
    path("audit/saved/<slug:token>/", saved.saved_open, name="log-saved-open"),
    path("audit/saved/<slug:token>/forget/", saved.saved_forget, name="log-saved-forget"),
    path("audit/exports/", exports.exports, name="log-exports"),
    path("audit/exports/<slug:token>/", exports.export, name="log-export"),
    path("audit/exports/<slug:token>/file/", exports.export_file, name="log-export-file"),
    path("audit/accesses/", access.log_accesses, name="log-accesses"),
    path("audit/accesses/search/", access.log_accesses_search, name="log-accesses-search"),
    path("audit/status/", status.status, name="log-status"),
]
