"""Django application of the context."""

from importlib import import_module

from django.apps import AppConfig

from linli.kernel import handover


class PeopleConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring ledgers to 交接: models are there only now."""
        ledgers = import_module("linli.people.operations.ledger.succeeding")
        handover.register(handover.Source("台账导入", ledgers.in_hands, ledgers.hand_over))
