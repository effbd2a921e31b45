"""The words in minutes: who sat there reads all he may, an office only of the cases it stated a purpose for."""

from dataclasses import dataclass
from typing import Any

from appraisal.models import Appraisal, Dissent
from appraisal.models.appraisal import code_of
from appraisal.permissions import seat_of, sight_of
from appraisal.selectors import minutes as selectors
from audit import purposes
from audit.models import Access

from .journal import note_look


@dataclass(frozen=True)
class Words:
    """What the dissents of one case are to one reader."""

    appraisal: Appraisal
    sight: Any
    inspection: Any = None  # that defers telling of the look

    @property
    def is_open(self):
        return self.sight.has_content

    @property
    def code(self):
        return code_of(self.appraisal.pk)


def words_in(minutes, viewer, session, *, hidden, at):
    """[Words] of the cases with a dissent that are not hidden from the viewer; one statement."""
    asked = [key for key in selectors.keys_of_dissents(minutes) if code_of(key) not in hidden]
    found = Appraisal.objects.filter(pk__in=asked).select_related("cycle__policy").annotate(has_seat=seat_of(viewer))
    sat = selectors.was_present(minutes, viewer)
    return [_words(case, viewer, purposes.stated(session, f"appraisal:{case.pk}", at=at), sat=sat) for case in found]


def _words(appraisal, viewer, stated, *, sat):
    """Whoever sat there goes on reading them after a substitute has taken his seat."""
    sight = sight_of(appraisal, viewer, has_seat=appraisal.has_seat or sat, purpose=stated.purpose)
    return Words(appraisal, sight, stated.inspection)


def read_out(words, *, at, kind=Access.Kind.CONTENT):
    """{digest: text} of what is open; each case that is read out is in the access journal."""
    read = [one for one in words if one.is_open]
    for one in read:
        note_look(one.appraisal, one.sight, at=at, kind=kind, inspection=one.inspection)
    found = Dissent.objects.filter(appraisal__in=[one.appraisal.pk for one in read]) if read else Dissent.objects.none()
    return {selectors.digest_of(text): text for text in found.values_list("text", flat=True)}
