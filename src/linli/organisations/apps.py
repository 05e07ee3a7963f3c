"""Django application of the context."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.organisations"
    default_auto_field = "django.db.models.BigAutoField"
