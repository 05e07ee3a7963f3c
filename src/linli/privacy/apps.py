"""Django application of the context."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.privacy"
    default_auto_field = "django.db.models.BigAutoField"
