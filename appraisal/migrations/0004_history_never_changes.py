"""What is final and what records have been is guarded in one way, the log's."""

from django.db import migrations

from audit.triggers import drop, guard

HISTORY = """
    policy cycle plan plannedresult indicator appraisal result behaviour feedback document
    committee seat vote objection ground statement determination delivery
""".split()


def drop_former_guards(apps, schema_editor):
    """Those of 0002 and 0003."""
    for table in ("appraisal_appraisal", "appraisal_document"):
        for verb in ("update", "delete", "insert"):
            drop(schema_editor, table, f"{table}_final_{verb}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS appraisal_refuse_final()")


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0003_final_rows_are_not_replaced"), ("audit", "0002_seal")]
    operations = [
        migrations.RunPython(drop_former_guards, elidable=False),
        guard("appraisal_appraisal", when="OLD.is_final"),
        guard("appraisal_document", *[f"appraisal_historical{name}" for name in HISTORY]),
    ]
