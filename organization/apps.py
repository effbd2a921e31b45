from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OrganizationConfig(AppConfig):
    name = "organization"

    def ready(self):
        from audit import registry
        from audit.erasure.columns import register_erasable
        from audit.personal import register_part
        from notifications import zones

        from . import events, history_words, models, notices, personal, signin, subjects
        from .selectors import office_zones

        register_part("person", _("Akun, data kepegawaian, jabatan, dan garis atasan Anda"), personal.collect)
        user_logged_in.disconnect(dispatch_uid="update_last_login")
        user_logged_in.connect(signin.note_sign_in)
        user_logged_out.connect(signin.note_sign_out)
        user_login_failed.connect(signin.note_failure)
        post_migrate.connect(write_system_user, sender=self)
        notices.register_titles()
        zones.register(office_zones)
        registry.register_events(*registry.events_in(events))
        registry.register_history(
            models.User,
            models.Employee,
            models.Assignment,
            models.Identifier,
            models.ReportingOverride,
            models.Unit,
            models.Post,
            models.Delegation,
            models.ImportRun,
            subject_of=lambda row: row,
        )
        registry.describe_history(models.User, given=(models.SYSTEM,))
        register_erasable(models.ReportingOverride, "reason")
        for model in (models.User, models.Employee, models.Assignment, models.Identifier, models.Delegation):
            register_erasable(model)
        subjects.register_subjects()
        history_words.describe_histories()


def write_system_user(using, **kwargs):
    """SYSTEM has a fixed key, so that acting as the system needs no query."""
    from .models import SYSTEM, User

    User.objects.using(using).bulk_create([SYSTEM], ignore_conflicts=True)
