"""Who somebody is on a day: name, post, unit, rank and number, as an appraisal keeps them."""

from organization.models import Assignment, Identifier, User, with_titles


def identities(user_ids, on):
    """{user id: {name, post, unit, rank, number}} in three statements, however many people."""
    held = Assignment.objects.on(on).filter(holder__in=user_ids, kind=Assignment.Kind.DEFINITIVE)
    held = {holder: place for holder, *place in held.values_list("holder", "post__title", "post__unit__name")}
    numbers = Identifier.objects.filter(employee__in=user_ids, to_date=None)
    numbers = dict(numbers.values_list("employee", "number"))
    people = User.objects.filter(pk__in=user_ids)
    people = people.values_list("pk", "title_prefix", "name", "title_suffix", "employee__rank")
    return {
        pk: _identity(with_titles(*named), held.get(pk, ("", "")), rank or "", numbers.get(pk, ""))
        for pk, *named, rank in people
    }


def identity_of(user, on):
    return identities([user.pk], on)[user.pk]


def _identity(name, held, rank, number):
    post, unit = held
    return {"name": name, "post": post, "unit": unit, "rank": rank, "number": number}
