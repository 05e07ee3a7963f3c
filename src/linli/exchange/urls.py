"""Addresses of 数据共享."""

from django.urls import URLPattern, URLResolver, path

from linli.exchange import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("exchange/", views.tasks, name="exchange-tasks"),
    path("exchange/new/", views.draft, name="exchange-task-new"),
    path("exchange/<uuid:task_id>/", views.task, name="exchange-task"),
    path("exchange/<uuid:task_id>/<slug:deed>/", views.deed, name="exchange-task-deed"),
]
