from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from audit import registry
        from audit.erasure.columns import register_erasable
        from audit.personal import register_part

        from . import events
        from .models import Preference
        from .personal import collect, collect_devices
        from .wording import titles_in_words

        register_part("notices", _("Pemberitahuan kepada Anda"), collect)
        register_part("devices", _("Perangkat yang diberi tahu"), collect_devices)
        registry.register_events(*registry.events_in(events))
        registry.register_topics(notices=_("Pemberitahuan"))
        registry.register_history(Preference, subject_of=lambda row: row.person)
        register_erasable(Preference)
        registry.describe_history(
            Preference,
            title=_("Pilihan pemberitahuan"),
            called="person",
            labels={
                "person": _("Pemilik pilihan"),
                "digest": _("Kapan surat dikirim"),
                "mail_off": _("Tanpa surel"),
                "push_off": _("Tanpa pemberitahuan di perangkat"),
            },
            codes=dict.fromkeys(("mail_off", "push_off"), titles_in_words),
        )
