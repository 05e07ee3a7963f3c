"""Django application of the demonstration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Registers the demonstration with Django."""

    name = "linli.demo"
    default_auto_field = "django.db.models.BigAutoField"
