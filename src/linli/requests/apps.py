"""Django application of the context."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.requests"
    default_auto_field = "django.db.models.BigAutoField"
