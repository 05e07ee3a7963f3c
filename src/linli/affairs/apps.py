"""Django application of the context."""

from django.apps import AppConfig


class AffairsConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.affairs"
    default_auto_field = "django.db.models.BigAutoField"
