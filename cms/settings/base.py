"""What every deployment shares. Each value from the environment: docs/settings.md."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf.locale import LANG_INFO

from cms.settings.environment import (
    database,
    env,
    languages,
    one_of_or_dotted,
    time_zone,
    whole_number,
)

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# Languages. The first one is the language of the Markdown files (the source locale).
GUIDANCE_LANGUAGES = languages("GUIDANCE_LANGUAGES", default="tr,en,ar")
LANGUAGES = [
    (code, LANG_INFO.get(code, {}).get("name_local", code).capitalize())
    for code in GUIDANCE_LANGUAGES
]
LANGUAGE_CODE = GUIDANCE_LANGUAGES[0]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = time_zone("TIME_ZONE", default="Europe/Istanbul")

WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# Else each look at the dashboard tells somebody else that this site exists.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [
    ("tr", "Türkçe"),
    ("en", "English"),
    ("ar", "العربية"),
]

MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE
# A missing translation is NULL and says so; reading another language is a decision
# of the reader (guidance.models.questionnaire.Translated), never of a descriptor.
MODELTRANSLATION_ENABLE_FALLBACKS = False
MODELTRANSLATION_TRANSLATION_FILES = ("guidance.translated_fields",)

INSTALLED_APPS = [
    "cms",
    "importers",
    "guidance",
    # Before the apps whose models it patches; our models are registered by hand.
    "modeltranslation",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    # Never add "modelsearch" beside it: that silently turns search indexing off.
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "guidance.site.middleware.SiteLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "guidance.admin.gate.TranslatorGate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    # Quoted, because the name of a folder may hold what means something in addresses.
    "default": database(
        "DATABASE_URL",
        default=f"sqlite:///{quote(str(BASE_DIR / 'db.sqlite3'))}",
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets visitors read while an import writes; IMMEDIATE takes the write lock
    # at BEGIN, so that a transaction never fails half-way with "database is
    # locked"; FULL survives a power cut. Measured: docs/decisions/0003-sqlite.md.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                # Room (KiB) for what a hundred pages change, and no files for what a
                # savepoint would bring back: an import writes less than half as often.
                "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
            ),
        }
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
STATICFILES_DIRS: list[Path] = []
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))()

STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if bucket := env.str("AWS_STORAGE_BUCKET_NAME", default=""):
    # Keys and region come from the environment, the way every S3 tool reads them.
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.str("AWS_ENDPOINT_URL", default="") or None,
            "custom_domain": env.str("AWS_S3_CUSTOM_DOMAIN", default="") or None,
            "location": env.str("AWS_LOCATION", default=""),
            # Names are never used twice, and addresses in pages never run out.
            "file_overwrite": False,
            "querystring_auth": False,
        },
    }

if redis := env.str("REDIS_URL", default=""):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis,
            "KEY_PREFIX": "rehber",
        }
    }

# The page editor sends one field per block and child.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# Above what the import's form takes, so that the form can say so.
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000

_BACKENDS = {
    "database": "django_tasks_db.DatabaseBackend",
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
}
TASKS_BACKEND = one_of_or_dotted("TASKS_BACKEND", default="database", known=_BACKENDS)
TASKS = {
    # Wagtail's own tasks (search and reference index) stay in the request.
    "default": {"BACKEND": _BACKENDS["immediate"]},
    "guidance": {
        "BACKEND": _BACKENDS.get(TASKS_BACKEND, TASKS_BACKEND),
        "QUEUES": ["guidance"],
    },
}

WAGTAIL_SITE_NAME = env.str("WAGTAIL_SITE_NAME", default="Rehber")
WAGTAILADMIN_BASE_URL = env.str(
    "WAGTAILADMIN_BASE_URL", default="http://127.0.0.1:8000"
)
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "guidance.admin.image_form.ImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "txt", "xlsx"]
# No server of ours asks another one because an editor or an importer named it.
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# Where the PO files of the guidance live: <lang>/LC_MESSAGES/guidance.po
GUIDANCE_CATALOG_DIR = env.path(
    "GUIDANCE_CATALOG_DIR", default=str(BASE_DIR / "locale")
)()
# Where uploads to the admin's import wait until they are imported; never served.
GUIDANCE_UPLOAD_DIR = env.path(
    "GUIDANCE_UPLOAD_DIR", default=str(BASE_DIR / "var" / "uploads")
)()
GUIDANCE_THRESHOLD = whole_number("GUIDANCE_THRESHOLD", default=80, most=100)
# Both stand in the header of every PO file.
GUIDANCE_PROJECT = env.str("GUIDANCE_PROJECT", default="Rehber")
GUIDANCE_BUGS_ADDRESS = env.str("GUIDANCE_BUGS_ADDRESS", default="")

SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview is a frame of the same site
SILENCED_SYSTEM_CHECKS: list[str] = []
