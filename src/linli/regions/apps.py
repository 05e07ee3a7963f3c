"""Django application of the context."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.regions"
    default_auto_field = "django.db.models.BigAutoField"
