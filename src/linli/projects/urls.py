"""Addresses of 项目."""

from django.urls import URLPattern, URLResolver, path

from linli.projects.views import desk, ours

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects/", desk.projects, name="projects"),
    path("projects/new/", desk.propose, name="project-new"),
    path("projects/ours/", ours.ours, name="projects-ours"),
    path("projects/<uuid:project_id>/", desk.project, name="project"),
    path("projects/<uuid:project_id>/change/", desk.change, name="project-change"),
    path("projects/<uuid:project_id>/<slug:deed>/", desk.deed, name="project-deed"),
]
