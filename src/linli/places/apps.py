"""Django application of the context."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.places"
    default_auto_field = "django.db.models.BigAutoField"
