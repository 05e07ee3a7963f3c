"""Django application of the context."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.accounts"
    default_auto_field = "django.db.models.BigAutoField"
