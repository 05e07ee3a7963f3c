"""Django application of the context."""

from importlib import import_module

from django.apps import AppConfig

from linli.kernel import handover


class RequestsConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.requests"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring matters to 交接: models are there only now."""
        operations = import_module("linli.requests.operations.succeeding")
        queries = import_module("linli.requests.queries.in_hands")
        handover.register(handover.Source("诉求", queries.in_hands, operations.hand_over))
