"""Django application of the context."""

from importlib import import_module

from django.apps import AppConfig

from linli.kernel import handover


class ImportsConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring files under way to 交接: models are there only now."""
        files = import_module("linli.imports.operations.succeeding")
        handover.register(handover.Source("台账导入", files.in_hands, files.hand_over))
