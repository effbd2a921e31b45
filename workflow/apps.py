from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "workflow"

    def ready(self):
        from appraisal.models import Appraisal
        from audit.erasure.columns import register_erasable
        from audit.personal import register_attachments, register_part
        from audit.registry import events_in, register_events, register_history, register_subject, register_topics
        from organization.importing import register_builder

        from . import events, history_words
        from .beside.logged import open_from_log
        from .models import Case, Step
        from .notices import register_titles
        from .personal import collect, dossiers, own_files
        from .selectors.launches import opening_now
        from .taking_over import take_over
        from .wording import case_number

        register_part("appraisals", _("Penilaian Anda, pernyataan kedua pihak, draf, dan tugas Anda"), collect)
        register_attachments(dossiers)
        register_attachments(own_files)
        register_titles()
        register_events(*events_in(events))
        register_erasable(Step, is_guarded=True)
        register_erasable(Case, is_guarded=True)
        post_migrate.connect(take_over, sender=self)
        register_history(Case, subject_of=lambda case: case.appraisal)
        register_history(Step, subject_of=lambda step: step.case.appraisal)
        history_words.describe_histories()
        register_topics(inbox=_("Kotak tugas"))
        register_builder(opening_now)
        register_subject(Appraisal, number=case_number, open_content=open_from_log)
