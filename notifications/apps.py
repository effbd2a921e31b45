from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from audit import registry
        from audit.personal import register_part

        from . import events
        from .personal import collect

        register_part("notices", _("Pemberitahuan kepada Anda"), collect)
        registry.register_events(*registry.events_in(events))
