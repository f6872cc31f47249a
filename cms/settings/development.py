"""For a developer's machine and for ``make demo``: sensible without any variable."""

from cms.settings.base import *  # noqa: F403
from cms.settings.environment import env, switch

DEBUG = switch("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="development-only-not-a-secret")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
