"""Addresses of 导入."""

from django.urls import URLPattern, URLResolver, path, register_converter

from linli.imports import views


class Step:
    """What can be decided about a batch."""

    regex = "load|undo|drop"

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands in the address."""
        return value


register_converter(Step, "import_step")

urlpatterns: list[URLPattern | URLResolver] = [
    path("registry/import/", views.upload, name="registry-import"),
    path("registry/import/template/", views.template, name="registry-import-template"),
    path("registry/import/<uuid:batch_id>/", views.batch, name="registry-batch"),
    path("registry/import/<uuid:batch_id>/errors/", views.errors, name="registry-batch-errors"),
    path("registry/import/<uuid:batch_id>/<import_step:step>/", views.decide, name="registry-batch-decide"),
]
