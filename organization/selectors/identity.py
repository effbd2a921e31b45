"""Who somebody is on a day: name, post, unit, rank and number, as an appraisal keeps them."""

from organization.models import Assignment, Identifier, User


def identities(user_ids, on):
    """{user id: {name, post, unit, rank, number}} in three statements, however many people."""
    posts = {}
    held = Assignment.objects.on(on).filter(holder__in=user_ids, kind=Assignment.Kind.DEFINITIVE)
    for holder, title, unit in held.values_list("holder", "post__title", "post__unit__name"):
        posts[holder] = (title, unit)
    numbers = Identifier.objects.filter(employee__in=user_ids, to_date=None)
    numbers = dict(numbers.values_list("employee", "number"))
    people = User.objects.filter(pk__in=user_ids).select_related("employee")
    people = people.only("name", "title_prefix", "title_suffix", "employee__rank")
    return {person.pk: _identity(person, posts.get(person.pk), numbers.get(person.pk, "")) for person in people}


def identity_of(user, on):
    return identities([user.pk], on)[user.pk]


def _identity(person, held, number):
    post, unit = held or ("", "")
    employee = getattr(person, "employee", None)
    return {
        "name": person.full_name,
        "post": post,
        "unit": unit,
        "rank": employee.rank if employee else "",
        "number": number,
    }
