"""An order may blank what people said; ratings, dates and who did what stay."""

from functools import partial

from django.db import migrations

from audit.triggers import guard

REASON = "history_change_reason"
WORDS = {  # of records whose own columns hold words
    "result": ["note"],
    "behaviour": ["note"],
    "feedback": ["text"],
    "ground": ["reason"],
    "statement": ["text"],
    "determination": ["reason"],
    "delivery": ["witness", "dispute"],
    "vote": ["reason"],
    "plannedresult": ["text"],
    "indicator": ["name", "source"],
    "document": ["content"],
    "appraisal": ["statement", "rating_reason", "snapshot"],
    "plan": [],  # of these two versions only keep the reason of an act
    "objection": [],
}
guard = partial(guard, partly=True)


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0008_extension_requests"), ("audit", "0008_erasure")]
    operations = [
        guard("appraisal_appraisal", when="OLD.is_final", blankable=WORDS["appraisal"]),
        guard("appraisal_document", blankable=WORDS["document"]),
        *(guard(f"appraisal_historical{name}", blankable=[*words, REASON]) for name, words in WORDS.items()),
    ]
