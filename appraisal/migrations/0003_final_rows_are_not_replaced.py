"""SQLite's INSERT OR REPLACE deletes without firing a trigger on deletion: what is final keeps its key."""

from django.db import migrations

SENTENCE = "A final appraisal never changes; issue a superseding version."
FINAL = {"appraisal_appraisal": " AND is_final", "appraisal_document": ""}


def guard(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for table, condition in FINAL.items():
        schema_editor.execute(
            f"CREATE TRIGGER {table}_final_insert BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id{condition}) "
            f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        )


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in FINAL:
            schema_editor.execute(f"DROP TRIGGER {table}_final_insert")


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0002_final_rows_never_change")]
    operations = [migrations.RunPython(guard, unguard, elidable=False)]
