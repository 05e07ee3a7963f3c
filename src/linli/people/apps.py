"""Django application of the context."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.people"
    default_auto_field = "django.db.models.BigAutoField"
