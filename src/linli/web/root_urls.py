"""All addresses of the site; each context brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("linli.web.urls")),
    path("", include("linli.accounts.urls")),
    path("", include("linli.regions.urls")),
    path("", include("linli.imports.urls")),
    path("", include("linli.addresses.urls")),
    path("", include("linli.places.urls")),
    path("", include("linli.people.urls")),
    path("", include("linli.organisations.urls")),
    path("", include("linli.requests.urls")),
    path("", include("linli.disclosure.urls")),
    path("", include("linli.projects.urls")),
    path("", include("linli.exchange.urls")),
    path("", include("linli.privacy.urls")),
    path("", include("linli.quality.urls")),
    path("", include("linli.affairs.urls")),
    path("", include("linli.insight.urls")),
    path("", include("linli.api.urls")),
    path("", include("linli.demo.urls")),
]

handler400 = "linli.web.problems.bad_request"
handler403 = "linli.web.problems.forbidden"
handler404 = "linli.web.problems.not_found"
handler500 = "linli.web.problems.failed"
