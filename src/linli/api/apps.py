"""Django application of the context."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.api"
    default_auto_field = "django.db.models.BigAutoField"
