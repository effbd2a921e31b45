"""A bulk run is of an act, of which an outcome is one; tasks are put off until a day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0009_versions_of_steps")]
    operations = [
        migrations.RenameField("bulk", "outcome", "act"),
        migrations.AddField("bulk", "day", models.DateField(null=True)),
        migrations.AlterField(
            "bulkitem",
            "state",
            models.CharField(
                choices=[("waiting", "menunggu"), ("done", "berhasil"), ("refused", "tidak dapat")],
                default="waiting",
                max_length=8,
            ),
        ),
    ]
