"""What records have been is guarded."""

from django.db import migrations

from audit.triggers import guard

HISTORY = "user unit post employee identifier assignment reportingoverride delegation importrun".split()


class Migration(migrations.Migration):
    dependencies = [("organization", "0005_import_jobs"), ("audit", "0002_seal")]
    operations = [guard(*[f"organization_historical{name}" for name in HISTORY])]
