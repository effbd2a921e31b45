from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "workflow"

    def ready(self):
        from appraisal.models import Appraisal
        from audit.personal import register_attachments, register_part
        from audit.registry import events_in, register_events, register_subject, register_topics
        from organization.importing import register_builder

        from . import events
        from .beside.logged import open_from_log
        from .notices import register_titles
        from .personal import collect, dossiers, own_files
        from .selectors.launches import opening_now
        from .wording import case_number

        register_part("appraisals", _("Penilaian Anda, pernyataan kedua pihak, draf, dan tugas Anda"), collect)
        register_attachments(dossiers)
        register_attachments(own_files)
        register_titles()
        register_events(*events_in(events))
        register_topics(inbox=_("Kotak tugas"))
        register_builder(opening_now)
        register_subject(Appraisal, number=case_number, open_content=open_from_log)
