from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self):
        from . import checks, events, models, registry, subjects  # noqa: F401 - importing the checks registers them

        registry.register_events(*registry.events_in(events))
        registry.register_history(models.Inspection, models.Question, subject_of=lambda row: row)
        subjects.register_subjects()
        subjects.describe_histories()
