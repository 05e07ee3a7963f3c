"""Settings of the tests: the default connection is the tables' owner, who may make the test database (design §9).

Doors are tested as the app's role with the fixture `as_app`.
"""

from linli.settings import *  # noqa: F403  # everything else is as in production
from linli.settings import DATABASES, ENV, environment

APP_DATABASE = {**DATABASES["default"]}
DATABASES = {"default": environment.database(ENV.database_owner_url or ENV.database_url)}
# A pool would keep connections open when the test database is dropped.
DATABASES["default"]["OPTIONS"] = {}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tries are counted in the test's own transaction and go with it.
LIMITS_ASIDE = False
