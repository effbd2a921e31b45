from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from audit import registry

        from . import events

        registry.register_events(*registry.events_in(events))
