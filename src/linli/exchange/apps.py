"""Django application of the context."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.exchange"
    default_auto_field = "django.db.models.BigAutoField"
