"""Versions of policies, what they were before, and which periods they bind."""

from appraisal import policies
from appraisal.models import Policy


def versions(*, after=None):
    """Every version, newest first, with who adopted it and its periods; two statements."""
    found = Policy.objects.select_related("adopted_by").prefetch_related("cycles").order_by("-pk")
    return found.filter(pk__lt=after) if after else found


def adopted_versions():
    """What a period may be prepared under, newest first."""
    return Policy.objects.filter(adopted_at__isnull=False).order_by("-adopted_at", "-pk")


def version_called(slug, version):
    found = Policy.objects.filter(slug=slug, version=version).select_related("adopted_by")
    return found.prefetch_related("cycles").first()


def version_before(policy):
    """The version that this one follows, or None for the first."""
    earlier = Policy.objects.filter(slug=policy.slug, version__lt=policy.version)
    return earlier.order_by("-version").first()


def base_called(text):
    """The document to begin a new version from: `preset:<name>` or `<slug>:<version>`; None if there is no such."""
    kind, _colon, name = text.partition(":")
    if kind == "preset":
        return policies.preset(name) if name in policies.preset_names() else None
    if not name.isdecimal() or len(name) > 6:
        return None
    found = version_called(kind, int(name))
    return found and found.document


def bases():
    """[(what to ask `base_called` for, title, version or None for a preset)]: the newest versions, then the presets."""
    rows = Policy.objects.order_by("-pk")[:20]
    earlier = [(f"{row.slug}:{row.version}", row.title, row.version) for row in rows]
    return earlier + [(f"preset:{name}", policies.preset(name).title, None) for name in policies.preset_names()]
