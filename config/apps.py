from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The wiring as an app: the project's own commands and template tags, and what the workers remember."""

    name = "config"
    verbose_name = "Timbang"
