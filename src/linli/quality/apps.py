"""Django application of the context."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.quality"
    default_auto_field = "django.db.models.BigAutoField"
