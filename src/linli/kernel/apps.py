"""Django application of the context."""

from django.apps import AppConfig

from linli.kernel import permissions


class KernelConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every context's permissions are declared before the first operation."""
        permissions.load()
