"""The site, and the peer."""

from django.urls import include, path

from support.peer import insert

urlpatterns = [path("bare/", insert), path("", include("linli.web.root_urls"))]
