from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "workflow"

    def ready(self):
        from organization.importing import register_builder

        from .notices import register_titles
        from .selectors.launches import opening_now

        register_titles()
        register_builder(opening_now)
