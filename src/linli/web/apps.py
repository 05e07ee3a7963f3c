"""Django application of the context."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.web"
    default_auto_field = "django.db.models.BigAutoField"
