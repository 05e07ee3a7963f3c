"""Django application of the context."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring what of people can be imported: models are there only now."""
        contract = import_module("linli.imports.contract")
        ledger = import_module("linli.people.operations.ledger")
        contract.register(ledger.LedgerImporter())
