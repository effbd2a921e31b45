"""Who completed a step, how and when stays as it was written; so does which appraisal a final case belongs to."""

from django.db import migrations

from audit.triggers import Asked, guard

KEPT = """
    id case_id task_id name owner_id opened_at outcome by_id on_behalf_of_id capacity completed_at receipt
    idempotency_key request_digest
""".split()  # not when its owner was reminded, nor its deadlines
FINAL = "SELECT 1 FROM appraisal_appraisal AS ended WHERE ended.is_final AND ended.id = {key}"


class Migration(migrations.Migration):
    dependencies = [("workflow", "0007_role_views"), ("appraisal", "0018_what_belongs_to_final_rows")]
    operations = [
        guard("workflow_step", when="OLD.completed_at IS NOT NULL", keeps=KEPT),
        guard("workflow_case", when=Asked("audit_final_appraisal", "appraisal_id", FINAL)),
    ]
