"""The site's settings with one address more: the bare insert beside which filing a request is measured."""

from linli.settings import *  # noqa: F403  # everything else is as in production

ROOT_URLCONF = "support.urls"
