"""For a public server: refuses to start without what a public server needs."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *  # noqa: F403
from cms.settings.environment import env, one_of, switch, whole_number

_REQUIRED = {
    "SECRET_KEY": "a long random string, for example from `python -c 'import secrets; "
    "print(secrets.token_urlsafe(50))'`",
    "ALLOWED_HOSTS": "the public host names, separated by commas",
    "WAGTAILADMIN_BASE_URL": "the public address, for example https://rehber.example.org",
}
_SHORTEST_KEY = 50
_missing = [name for name in _REQUIRED if not env.str(name, default="")]
if _missing:
    raise ImproperlyConfigured(
        "In production these environment variables must be set: "
        + "; ".join(f"{name} ({_REQUIRED[name]})" for name in _missing)
        + ". docs/settings.md lists all of them."
    )

DEBUG = switch("DEBUG", default=False)
if DEBUG:
    raise ImproperlyConfigured(
        "DEBUG must not be on in production: it shows code and settings to visitors. "
        "Use DJANGO_SETTINGS_MODULE=cms.settings.development on your own machine."
    )
SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < _SHORTEST_KEY:
    raise ImproperlyConfigured(
        f"SECRET_KEY is too short for production: use at least {_SHORTEST_KEY} random "
        "characters."
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
}

# A proxy that ends TLS says so in this header; without a proxy leave it unset.
if switch("BEHIND_TLS_PROXY", default=True):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = switch("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = whole_number("SECURE_HSTS_SECONDS", default=31_536_000)
# The other hosts of the domain are not ours to decide about.
SECURE_HSTS_INCLUDE_SUBDOMAINS = switch("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = switch("SECURE_HSTS_PRELOAD", default=False)
# What `check --deploy` need not ask for: the two above, and frames of our own pages,
# which are how Wagtail shows previews.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "security.W019"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
DATABASES["default"]["CONN_MAX_AGE"] = whole_number("CONN_MAX_AGE", default=60)  # noqa: F405

_level = one_of("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": _level},
}
