"""Django application of the context."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Registers the context with Django."""

    name = "linli.projects"
    default_auto_field = "django.db.models.BigAutoField"
