"""Django application of the context."""

from django.apps import AppConfig


class AddressesConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.addresses"
    default_auto_field = "django.db.models.BigAutoField"
