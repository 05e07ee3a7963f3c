"""Django application of the context."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.kernel"
    default_auto_field = "django.db.models.BigAutoField"
