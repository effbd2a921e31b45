"""Who somebody is on a day: name, post, unit, rank and number, as an appraisal keeps them."""

from django.db.models import FilteredRelation, Q

from organization.models import Assignment, User, with_titles


def identities(user_ids, on):
    """{user id: {name, post, unit, rank, number}} in two statements, however many people."""
    held = Assignment.objects.on(on).filter(holder__in=user_ids, kind=Assignment.Kind.DEFINITIVE)
    held = {holder: place for holder, *place in held.values_list("holder", "post__title", "post__unit__name")}
    valid = FilteredRelation("employee__identifiers", condition=Q(employee__identifiers__to_date=None))
    people = User.objects.filter(pk__in=user_ids).annotate(valid=valid)
    people = people.values_list("pk", "title_prefix", "name", "title_suffix", "employee__rank", "valid__number")
    return {
        pk: _identity(with_titles(*named), held.get(pk, ("", "")), rank or "", number or "")
        for pk, *named, rank, number in people
    }


def identity_of(user, on):
    return identities([user.pk], on)[user.pk]


def _identity(name, held, rank, number):
    post, unit = held
    return {"name": name, "post": post, "unit": unit, "rank": rank, "number": number}
