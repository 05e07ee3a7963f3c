"""Addresses of the pages of this context."""

from django.urls import URLPattern, URLResolver, path

from linli.privacy.views import audit, reads

urlpatterns: list[URLPattern | URLResolver] = [
    path("audit/", audit.audit, name="audit"),
    path("audit/reads/", reads.reads, name="audit-reads"),
    path("audit/alarms/", reads.alarm_list, name="audit-alarms"),
    path("audit/<uuid:verification_id>/", audit.result, name="audit-result"),
    path("audit/<uuid:verification_id>/statement.pdf", audit.download, {"name": "statement.pdf"}, name="audit-statement"),
    path("audit/<uuid:verification_id>/evidence.zip", audit.download, {"name": "evidence.zip"}, name="audit-evidence"),
    path("me/reads/", reads.own_reads, name="own-reads"),
]
