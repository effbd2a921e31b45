"""Who reads the log, and how much of an entry: the process freely, its content for a stated purpose."""

from collections import defaultdict
from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .registry import subjects
from .search.streams import key_of, kind_of


def inspectors_only(view):
    """For the pages of the log; everybody else is told which role could."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        require_inspector(request.user)
        request.menu = "log"  # where the menu says one is
        return view(request, *args, **kwargs)

    return checked


def require_inspector(user):
    if not user.is_inspector:
        raise PermissionDenied(
            _("Jejak audit dibaca oleh inspektorat. Anda dapat membaca riwayat berkas Anda sendiri.")
        )


@dataclass(frozen=True)
class LogSight:
    """What a reader sees of the entries of a stream that has no rule of its own."""

    viewer: object
    has_content: bool = False

    @property
    def is_whole(self):
        """Whether nothing of the stream is closed to him: a dossier has all of it."""
        return self.has_content

    def shows_detail(self, event, *, is_own):
        return self.has_content

    def shows_reason(self, event, *, is_own):
        return self.has_content or is_own


def sight_on(stream, viewer, purpose):
    """The sight on one stream: the room it comes from decides, as on its own pages."""
    return sights_on({stream: purpose}, viewer)[stream]


def sights_on(purposes, viewer):
    """{stream: sight} for {stream: purpose}; a statement for each kind and purpose that a room decides on."""
    sights, asked = {}, defaultdict(list)
    for stream, purpose in purposes.items():
        subject = subjects.get(kind_of(stream))
        sights[stream] = LogSight(viewer, has_content=bool(purpose) or concerns_nobody(stream))
        if subject and subject.sights:
            asked[subject, purpose].append(stream)
    for (subject, purpose), streams in asked.items():
        found = subject.sights([int(key_of(stream)) for stream in streams], viewer, purpose)
        sights |= {stream: found[int(key_of(stream))] for stream in streams}
    return sights


def concerns_nobody(stream):
    """Periods, policies, units, the log itself: their content is nobody's. What is unknown is somebody's."""
    subject = subjects.get(kind_of(stream))
    return subject is not None and subject.person is None
