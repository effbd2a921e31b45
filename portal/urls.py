"""Pages that anybody may open; nothing here knows a person."""

from django.urls import path

from portal.views import about, cosignatures, log, verify

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("portal/", about.about, name="portal"),
    path("portal/log.vkey", about.key_file, name="published-key"),
    path("portal/verify.py", about.verifier_file, name="published-verifier"),
    path("portal/log/", log.log, name="published-log"),
    path("portal/log/checkpoint", log.checkpoint, name="published-checkpoint"),
    path("portal/log/cosigned", cosignatures.cosigned, name="published-cosigned"),
    path("portal/log/cosignature", cosignatures.cosignature, name="cosignature"),
    path("portal/log/<path:tile>", log.tile, name="published-tile"),
]
