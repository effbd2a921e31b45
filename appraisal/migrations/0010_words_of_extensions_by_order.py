"""An order may blank why more time was asked for, and the answer."""

from django.db import migrations

from audit.triggers import guard

WORDS = ["reason", "answer", "history_change_reason"]


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0009_words_by_order")]
    operations = [guard("appraisal_historicalextensionrequest", blankable=WORDS, partly=True)]
