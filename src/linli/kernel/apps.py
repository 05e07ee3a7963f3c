"""Django application of the context."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from linli.kernel import permissions


class KernelConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every context's permissions, reactions and jobs are declared before the first operation."""
        permissions.load()
        autodiscover_modules("events", "reactions", "jobs", "housekeeping", "sealing", "resealing")
