"""A delegation may be ended at once, not only with the end of a day."""

from django.db import migrations, models

ENDED_AT = {"name": "ended_at", "field": models.DateTimeField(blank=True, null=True)}


class Migration(migrations.Migration):
    dependencies = [("organization", "0006_history_never_changes")]
    operations = [
        migrations.AddField(model_name="delegation", **ENDED_AT),
        migrations.AddField(model_name="historicaldelegation", **ENDED_AT),
    ]
