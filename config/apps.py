from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """An app without models, so that the project's own commands and template tags are found."""

    name = "config"
    verbose_name = "Timbang"
