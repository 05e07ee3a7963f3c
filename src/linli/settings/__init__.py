"""Django settings, built from one typed reading of the environment."""

import pyogrio  # noqa: F401  # its GDAL must be loaded before Django looks for one

from linli.kernel import logs
from linli.settings import environment, gis, keys

ENV = environment.read()
if ENV.make_keys:
    keys.ensure(ENV.state / "keys.json", demo=ENV.demo)
KEYS = keys.load(ENV.state / "keys.json", demo=ENV.demo)
ROOT = environment.ROOT

DEBUG = False
DEMO = ENV.demo
SECRET_KEY = KEYS.django
ALLOWED_HOSTS = list(ENV.hosts)
STATE = ENV.state

GDAL_LIBRARY_PATH, GEOS_LIBRARY_PATH = gis.libraries()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "procrastinate.contrib.django",
    "template_partials",
    "linli.kernel",
    "linli.regions",
    "linli.imports",
    "linli.addresses",
    "linli.places",
    "linli.people",
    "linli.organisations",
    "linli.accounts",
    "linli.requests",
    "linli.disclosure",
    "linli.projects",
    "linli.exchange",
    "linli.privacy",
    "linli.quality",
    "linli.affairs",
    "linli.insight",
    "linli.demo",
    "linli.web",
    "linli.api",
]

MIDDLEWARE = [
    "linli.web.health.healthz",
    "linli.kernel.middleware.client_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "linli.kernel.middleware.correlation",
    "linli.web.headers.security_headers",
    "linli.web.unsound.refuse_huge",
    "linli.web.unsound.sound_envelope",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "linli.web.cookies.cookie_of_pages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "linli.web.refusals.refusals_as_pages",
    "linli.web.unsound.refuse_nul",
    "linli.accounts.gate.module_gate",
    "linli.kernel.middleware.scope",
]

CSRF_FAILURE_VIEW = "linli.web.problems.stale_form"
ROOT_URLCONF = "linli.web.root_urls"
WSGI_APPLICATION = "linli.web.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

# The class that turns a signed-in user into the Actor of the request; named here because the kernel imports no context.
LINLI_ACTOR_OF_REQUEST = "linli.accounts.actors.actor_of_request"

DATABASES = {"default": environment.database(ENV.database_url)}
DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 5}}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
if ENV.database_owner_url:
    DATABASES["owner"] = environment.database(ENV.database_owner_url)
    DATABASES["owner"]["TEST"] = {"MIRROR": "default"}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "linli.web.context.shell",
                *(("linli.demo.tour.strip",) if DEMO else ()),
            ],
        },
    },
]

LOGGING = logs.config()

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STATICFILES_DIRS = [ENV.frontend] if ENV.frontend.exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "linli.web.static_files.HashedFiles"},
}
# Serves the build also where nothing was collected yet (tests, a fresh clone).
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = STATE / "uploads"

SESSION_ENGINE = "linli.kernel.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENV.https
CSRF_COOKIE_SECURE = ENV.https
# Behind a proxy with TLS the browser says https where the server sees http.
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENV.hosts] if ENV.https else []
SECURE_CONTENT_TYPE_NOSNIFF = True
# Whose X-Forwarded-For is believed.
PROXIES = ENV.proxies
# With HTTPS a proxy ends TLS in front of the server and says so; a browser that came once never tries plain HTTP again.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

TASKS = {"default": {"BACKEND": "linli.kernel.task_backend.ProcrastinateBackend", "QUEUES": []}}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

MFA_ADAPTER = "linli.accounts.mfa.SealedMFAAdapter"
MFA_TOTP_ISSUER = "邻里"
MFA_RECOVERY_CODE_DIGITS = 8

# Places outside the database; the second should be another system's disk.
CHECKPOINT_COPIES = {f"place{number}": path for number, path in enumerate(ENV.checkpoint_copies, start=1)}

LIMITS_ASIDE = True

SMS_URL = ENV.sms_url
SMS_KEY = ENV.sms_key
