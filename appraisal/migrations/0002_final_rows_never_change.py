"""The database itself refuses to change or delete a final appraisal and its document."""

from django.db import migrations

SENTENCE = "A final appraisal never changes; issue a superseding version."
RULES = {  # table: the condition, in the row's own columns
    "appraisal_appraisal": "OLD.is_final",
    "appraisal_document": "{true}",
}


def guard(apps, schema_editor):
    for table, condition in RULES.items():
        for verb in ("UPDATE", "DELETE"):
            _guard(schema_editor, table, verb, condition)


def unguard(apps, schema_editor):
    on_table = schema_editor.connection.vendor == "postgresql"
    for table in RULES:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_final_{verb}" + (f" ON {table}" if on_table else ""))
    if on_table:
        schema_editor.execute("DROP FUNCTION appraisal_refuse_final()")


def _guard(schema_editor, table, verb, condition):
    name = f"{table}_final_{verb.lower()}"
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION appraisal_refuse_final() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'restrict_violation'; END$$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW "
            f"WHEN ({condition.format(true='true')}) EXECUTE FUNCTION appraisal_refuse_final()"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition.format(true='1')} "
            f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        )


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard, elidable=False)]
