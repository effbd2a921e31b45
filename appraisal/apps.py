from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppraisalConfig(AppConfig):
    name = "appraisal"

    def ready(self):
        from audit import registry
        from audit.personal import register_part
        from organization.importing import register_builder, register_running

        from . import (
            committee_events,
            deadline_events,
            erasable,
            events,
            history_words,
            models,
            notice_titles,
            permissions,
            personal,
            subjects,
            unit_events,
        )
        from .selectors.running import begun_since, running_appraisals

        for told in (events, committee_events, deadline_events, unit_events):
            registry.register_events(*registry.events_in(told))
        registry.register_parts(**{part.value: part.label for part in permissions.Part})
        erasable.register()
        register_part("plans", _("SKP Anda"), personal.collect)
        register_part("committee", _("Hubungan keluarga, pendapat, dan tanda tangan Anda"), personal.collect_committee)
        notice_titles.register_titles()
        register_running(running_appraisals)
        register_builder(begun_since)
        subjects.register_subjects()
        facts = [model for model in self.get_models() if issubclass(model, models.Fact)]
        registry.register_history(*facts, subject_of=lambda row: row.appraisal)
        registry.register_history(
            models.Appraisal,
            models.Plan,
            models.Cycle,
            models.Policy,
            models.Committee,
            models.Calendar,
            models.UnitRating,
            subject_of=lambda row: row,
        )
        registry.register_history(models.PlannedResult, subject_of=lambda row: row.plan)
        registry.register_history(models.Indicator, subject_of=lambda row: row.planned_result.plan)
        registry.register_history(models.DayOff, subject_of=lambda row: row.calendar)
        registry.register_history(models.Seat, models.Meeting, subject_of=lambda row: row.committee)
        registry.register_history(models.AgendaItem, models.Attendance, subject_of=lambda row: row.meeting.committee)
        registry.register_history(models.Minutes, subject_of=lambda row: row.meeting.committee)
        registry.register_history(models.Signature, subject_of=lambda row: row.minutes.meeting.committee)
        registry.register_history(models.KinDeclaration, subject_of=lambda row: row)
        registry.register_history(models.Justification, subject_of=lambda row: row.rating)
        history_words.describe_histories()
