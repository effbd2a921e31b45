"""What an inspector may see of a stream in this session, and the note that he looked."""

from django.contrib.auth import get_user_model

from audit import purposes
from audit.access.looking import look
from audit.models import Access
from audit.permissions import concerns_nobody, sight_on
from audit.registry import subjects
from audit.search.streams import kind_of
from audit.sentences import NOBODY

PART = "inspector"


def open_to(request, stream, *, at):
    """The sight on a stream under the purpose that was stated for it."""
    return sight_on(stream, request.user, purposes.stated(request.session, stream, at=at).purpose)


def may_defer(stream):
    """Only where the person concerned is told is there anything to defer."""
    subject = subjects.get(kind_of(stream))
    return bool(subject and subject.open_content)


def note_look(request, stream, sight, about, *, at):
    """Whoever reads what concerns somebody else is journaled; the purpose says whether he read its content."""
    stated = purposes.stated(request.session, stream, at=at)
    reads_content = stated.purpose and sight.has_content and not concerns_nobody(stream)
    person = get_user_model().objects.filter(pseudonym=about.pseudonym or NOBODY).values_list("pk", flat=True).first()
    look(
        viewer=request.user,
        at=at,
        kind=Access.Kind.CONTENT if reads_content else Access.Kind.LOG,
        stream=stream,
        person=person or None,
        part=PART,
        purpose=stated.purpose,
        inspection=stated.inspection,
    )
