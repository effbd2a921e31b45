"""A later edition names the one it supersedes; the first one supersedes none."""

from django.db import migrations, models
from django.db.models import Q

from audit.triggers import guard, remade


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0018_what_belongs_to_final_rows"),
        ("workflow", "0008_completed_steps_stay"),  # its guards ask this table, too
    ]
    operations = remade(
        "appraisal_appraisal",
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=Q(edition=1, supersedes=None) | Q(edition__gt=1, supersedes__isnull=False),
                name="appraisal_edition_supersedes",
            ),
        ),
        guard(
            "appraisal_appraisal", when="OLD.is_final", blankable=["statement", "rating_reason", "snapshot"],
            partly=True,
        ),
    )  # fmt: skip
