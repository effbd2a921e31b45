"""What a final appraisal is made of is as final as its row: what was reached, said, voted and determined, and its plan.

An adopted policy never changes either.
"""

from django.db import migrations

from audit.triggers import Asked, guard

OF_CASE = (
    "audit_final_appraisal",
    "appraisal_id",
    "SELECT 1 FROM appraisal_appraisal AS ended WHERE ended.is_final AND ended.id = {key}",
)
OF_PLAN = "SELECT 1 FROM appraisal_appraisal AS ended WHERE ended.is_final AND ended.plan_id = "
FINAL = Asked(*OF_CASE)
KEPT = {  # table: (when it is kept, the words that an order may still blank)
    "result": (FINAL, ["note"]),
    "behaviour": (FINAL, ["note"]),
    "feedback": (FINAL, ["text"]),
    "objection": (FINAL, []),
    "ground": (FINAL, ["reason"]),
    "statement": (FINAL, ["text"]),
    "determination": (FINAL, ["reason"]),
    "delivery": (FINAL, ["witness", "dispute"]),
    "vote": (FINAL, ["reason"]),
    "recusal": (FINAL, []),
    "dissent": (FINAL, ["text"]),
    "plan": (Asked("audit_final_plan", "id", OF_PLAN + "{key}"), []),
    "plannedresult": (Asked("audit_final_plan", "plan_id", OF_PLAN + "{key}"), ["text"]),
    "indicator": (
        Asked(
            "audit_final_indicator", "planned_result_id",
            OF_PLAN + "(SELECT plan_id FROM appraisal_plannedresult WHERE id = {key})",
        ),
        ["name", "source"],
    ),
    "policy": ("OLD.adopted_at IS NOT NULL", []),
}  # fmt: skip
ANSWERED = Asked(*OF_CASE, also="OLD.answered_at IS NOT NULL")  # HR may still answer what was asked before the end


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0017_calibration")]
    operations = [
        *(
            guard(f"appraisal_{name}", when=when, blankable=words, partly=True)
            for name, (when, words) in KEPT.items()
        ),
        guard(
            "appraisal_extensionrequest", when=ANSWERED, blankable=["reason", "answer"], partly=True,
            apart=["extension_asked_once"],
        ),
    ]  # fmt: skip
