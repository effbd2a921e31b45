"""Reading the log is a look, too; whom a search names sees it among the looks at what concerns him."""

from uuid import UUID

from django.contrib.auth import get_user_model

from audit.access.looking import LOG, log_of, look_at_many
from audit.sentences import NOBODY

from .streams import Names
from .words import named_in


def look_at_log(people, *, whole=True, **facts):
    """Journal it for these users (ids), and with `whole` for nobody in particular: one look an hour each and reader."""
    whole = [(LOG, None)] if whole else []
    look_at_many([*whole, *((log_of(person), person) for person in people)], **facts)


def people_of(asked, names=None):
    """The ids of the users whom a filter names: who acted, whom it concerns, whose file it is. `names` knows them."""
    people, streams, _units = named_in(asked)
    names = names or Names(people=people, streams=streams)
    about = names.about(asked.stream).pseudonym if asked.stream else ""
    named = {UUID(one) for one in (asked.person, asked.actor, about) if one} - {NOBODY}
    unknown = named - names.keys.keys()
    found = get_user_model().objects.filter(pseudonym__in=unknown).values_list("pk", flat=True) if unknown else ()
    return sorted({*(names.keys[one] for one in named - unknown), *found})
