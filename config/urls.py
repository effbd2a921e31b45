"""Which room answers which address; each room lists its own pages in its `urls`."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from config import health, retention

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("retention/", retention.retention, name="retention"),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/v1/", include("audit.api_urls")),
    path("api/v1/", include("workflow.api_urls")),
    path("", include("portal.urls")),
    path("", include("audit.urls")),
    path("", include("organization.urls")),
    path("", include("appraisal.urls")),
    path("", include("workflow.urls")),
    path("", include("notifications.urls")),
]
