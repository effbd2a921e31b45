from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self):
        from . import checks, events, models, registry, subjects  # noqa: F401 - importing the checks registers them
        from .erasure.columns import register_erasable
        from .erasure.own import erasures
        from .personal import register_part
        from .personal.own import accesses

        register_part("erasures", _("Apa yang diusulkan atau diperintahkan untuk dihapus"), erasures)
        register_part("accesses", _("Siapa membuka berkas Anda, apa yang Anda buka, dan pertanyaan Anda"), accesses)
        registry.register_events(*registry.events_in(events))
        registry.register_history(
            models.Inspection,
            models.Question,
            models.ErasureProposal,
            models.LegalHold,
            subject_of=lambda row: row,
        )
        register_erasable(models.Question, "text", "answer")
        subjects.register_subjects()
        subjects.describe_histories()
