"""Django application of the context."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.insight"
    default_auto_field = "django.db.models.BigAutoField"
