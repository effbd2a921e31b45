"""An order may blank the reasons that were given for an act on a person's record."""

from django.db import migrations

from audit.triggers import guard

REASON = "history_change_reason"
REASONS = "user employee assignment identifier delegation".split()


class Migration(migrations.Migration):
    dependencies = [("organization", "0007_delegations_end_early"), ("audit", "0008_erasure")]
    operations = [
        guard(*[f"organization_historical{name}" for name in REASONS], blankable=[REASON], partly=True),
        guard("organization_historicalreportingoverride", blankable=["reason", REASON], partly=True),
    ]
