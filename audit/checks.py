"""What `manage.py check` says about the log's name and key."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, register

from . import cosignatures, key
from .tlog import Invalid
from .tlog.note import NAME


@register(Tags.security)
def check_origin(app_configs, **kwargs):
    if NAME.fullmatch(settings.AUDIT_ORIGIN) and "://" not in settings.AUDIT_ORIGIN:
        return []
    hint = "An address without scheme, blanks and plus signs, such as audit.example.go.id/timbang."
    return [Error("AUDIT_ORIGIN cannot name a log.", hint=hint, id="audit.E001")]


@register(Tags.security, deploy=True)
def check_key(app_configs, **kwargs):
    """A key that is not there yet is no error: `manage.py audit_key --create` makes it."""
    if not key.signs_here() or not Path(settings.AUDIT_KEY_FILE).exists():
        return []
    try:
        key.signing_key()
        key.former_key()
    except key.KeyUnusable as unusable:
        return [Error(str(unusable), id="audit.E002")]
    return []


@register(Tags.security)
def check_witnesses(app_configs, **kwargs):
    try:
        cosignatures.witnesses()
    except Invalid as invalid:
        hint = "What manage.py audit_witness prints as `Signed as`, such as inspektorat.example.go.id+1a2b3c4d+BA..."
        return [Error(f"AUDIT_WITNESSES: {invalid}", hint=hint, id="audit.E003")]
    return []
