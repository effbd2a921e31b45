"""Of what a person chose, an order may blank the reason of the act alone."""

from django.db import migrations

from audit.triggers import guard


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_hints_owed"), ("audit", "0008_erasure")]
    operations = [guard("notifications_historicalpreference", blankable=["history_change_reason"], partly=True)]
