"""An order may blank what committees keep of people's words: why somebody was absent, or did not sign, and why an act was done."""

from functools import partial

from django.db import migrations, models

from audit.triggers import guard, remade

REASON = "history_change_reason"
WORDS = {
    "attendance": ["absent_reason"],
    "signature": ["reason"],
    "kindeclaration": [],  # of these versions only keep the reason of an act
    "committee": [],
    "seat": [],
    "meeting": [],
    "agendaitem": [],
    "minutes": [],
}
guard = partial(guard, partly=True)


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0020_evidence")]
    operations = [
        *remade(
            "appraisal_attendance",
            migrations.RemoveConstraint(model_name="attendance", name="attendance_present_or_absent"),
            migrations.AddConstraint(
                model_name="attendance",
                constraint=models.CheckConstraint(
                    condition=models.Q(("present_at", None), ("absent_reason", ""), _connector="OR"),
                    name="attendance_present_or_absent",
                ),
            ),
        ),
        guard("appraisal_signature", blankable=WORDS["signature"]),
        *(guard(f"appraisal_historical{name}", blankable=[*words, REASON]) for name, words in WORDS.items()),
    ]
