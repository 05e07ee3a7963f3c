"""Addresses of the pages of this context."""

from django.urls import URLPattern, URLResolver, path

from linli.privacy.views import audit, readings, reads

urlpatterns: list[URLPattern | URLResolver] = [
    path("audit/", audit.audit, name="audit"),
    path("audit/reads/", reads.reads, name="audit-reads"),
    path("audit/alarms/<slug:what>/", reads.act_on_alarm, name="audit-alarm"),
    path("audit/alarms/", reads.alarm_list, name="audit-alarms"),
    path("audit/<uuid:verification_id>/", audit.result, name="audit-result"),
    path("audit/<uuid:verification_id>/statement.pdf", audit.download, {"name": "statement.pdf"}, name="audit-statement"),
    path("audit/<uuid:verification_id>/evidence.zip", audit.download, {"name": "evidence.zip"}, name="audit-evidence"),
    path("readings/asked/", readings.asked, name="readings-asked"),
    path("readings/<uuid:entry_id>/", readings.reading, name="reading"),
    path("readings/<uuid:entry_id>/<slug:verb>/", readings.say, name="reading-say"),
    path("me/reads/", reads.own_reads, name="own-reads"),
]
