"""Django application of the context."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.disclosure"
    default_auto_field = "django.db.models.BigAutoField"
