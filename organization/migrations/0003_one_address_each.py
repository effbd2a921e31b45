"""An address is one person's, however it is written; who shares one with capitals only loses it, with a version."""

from django.db import migrations, models
from django.db.models.functions import Lower
from django.utils import timezone

REASON = "Alamat surel ini dipakai juga oleh akun lain dengan huruf besar-kecil yang berbeda."


def part_addresses(apps, schema_editor):
    """The address stays with who is active, signed in last, was there first."""
    User = apps.get_model("organization", "User")
    History = apps.get_model("organization", "HistoricalUser")
    users = User.objects.using(schema_editor.connection.alias)
    history = History.objects.using(schema_editor.connection.alias)
    kept = set()
    owners = users.exclude(email="").order_by("-is_active", models.F("last_login").desc(nulls_last=True), "pk")
    lost = []
    for pk, email in owners.values_list("pk", "email"):
        (lost.append(pk) if email.lower() in kept else kept.add(email.lower()))
    columns = {field.attname for field in User._meta.concrete_fields} & {
        field.attname for field in History._meta.concrete_fields
    }
    system = users.filter(pk=0).values_list("pk", flat=True).first()
    for user in users.filter(pk__in=lost).order_by("pk"):
        user.email = ""
        user.save(update_fields=["email"])
        history.create(
            **{column: getattr(user, column) for column in columns},
            history_date=timezone.now(),
            history_type="~",
            history_user_id=system,
            history_change_reason=REASON,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("organization", "0002_posts_of_their_own"),
    ]

    operations = [
        migrations.RunPython(part_addresses, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(model_name="user", name="user_email"),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                Lower("email"), condition=models.Q(("email", ""), _negated=True), name="user_email"
            ),
        ),
    ]
