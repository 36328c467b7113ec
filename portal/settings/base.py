"""Settings of every environment. Differences stand in dev.py, test.py and production.py."""

import os
from pathlib import Path
from typing import Any

from portal.kit import file_limits
from portal.settings import env, languages
from portal.settings.databases import database

ROOT = Path(__file__).resolve().parent.parent.parent

# Everything that is written at run time lives here: database, keys, uploads, collected static files. Whatever a process
# of ours writes is for its own user alone.
os.umask(0o077)
STATE = env.folder("PORTAL_STATE", ROOT / "var")

# --- Apps: ours first, so that our templates win --------------------------------------------------------------------
INSTALLED_APPS = [
    "portal",
    "portal.kit",
    "portal.users",
    "configuration",
    "catalog",
    "content",
    "search",
    "forms",
    "cases",
    "appointments",
    "supervision",
    "wagtail_modeladmin",
    "crispy_forms",
    "django_tasks_db",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.headers.SecurityHeaders",
    "portal.health.AnswerReadiness",
    "portal.storage.StorageFaults",
    "portal.nul.DropNul",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.server.keeping.KeepOnlyWhatIsForEverybody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.languages.LanguageByAddress",
    "portal.local_time.SiteTimeZone",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.users.admin_access.SignInRequired",
    "portal.users.admin_access.AdminGate",
    "content.page_guard.PageGuard",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.display_preferences.DisplayPreferencesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "portal.damaged_forms.DamagedForms",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.shell.shell",
            ],
        },
    }
]


# --- Database: SQLite in the state folder, or PostgreSQL by address (portal/settings/databases.py) -------------------
DATABASES = {
    "default": database(
        env.text("DATABASE_URL", f"sqlite://{STATE / 'portal.sqlite3'}"),
        pool=env.whole("DATABASE_POOL", 0),
        kept=env.whole("DATABASE_CONN_MAX_AGE", 60),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "users.User"
LOGIN_URL = "wagtailadmin_login"
AUTHENTICATION_BACKENDS = ["catalog.staff.PostBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.errors.forbidden_form"

# --- Languages and time ---------------------------------------------------------------------------------------------
# What has no translation is shown in English; so are the messages of commands.
LANGUAGE_CODE = "en"
LANGUAGES = languages.LANGUAGES
LANGUAGES_BIDI = languages.LANGUAGES_BIDI
# The language of a site before definitions are applied for the first time.
FIRST_LANGUAGE = "zh-hans"
# Wagtail ships its admin 78 % in Chinese; here is the rest that people see.
LOCALE_PATHS = [ROOT / "portal" / "admin_locale"]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = languages.TRANSLATED
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"  # before definitions are applied for the first time; then that of site.yaml

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = STATE / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# What applicants send, sealed (forms/uploads/storage.py); never below MEDIA_ROOT.
UPLOADS = env.text("PORTAL_UPLOADS", str(STATE / "uploads"))
# The virus scanner for it: unix:/run/clamav/clamd.ctl or tcp:host:3310; empty for none.
CLAMD = env.text("PORTAL_CLAMD", "")
# A file on its way in never has a name on the disk: a process that is killed leaves nothing behind.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "portal.kit.unnamed_files.UnnamedFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # of fields; files are counted apart
LARGEST_BODY = 30 * 1024 * 1024  # of a whole request, refused at the front door
# How many proxies of ours stand before this server: the visitor's address is what the outermost of them saw.
PROXIES = env.whole("PORTAL_PROXIES", 0)
# Addresses of service halls whose terminals many people use: the limits of public forms are wider for them.
SERVICE_HALLS = frozenset(env.words("PORTAL_SERVICE_HALLS"))

# --- Definitions ----------------------------------------------------------------------------------------------------
DEFINITIONS = env.words("DEFINITIONS", f"{ROOT / 'definitions' / 'qingdao'},{ROOT / 'definitions' / 'demo'}")
ALLOW_DEMO = True

# --- Personal data --------------------------------------------------------------------------------------------------
# Keys that seal personal fields, made by ./manage.py make_keys.
KEY_RING = env.text("PORTAL_KEY_RING", str(STATE / "keys.json"))

# Embedded: the very first start, with no table in the database, makes the key ring in the state folder by itself.
EMBEDDED = False

# --- Tasks, forms, search -------------------------------------------------------------------------------------------
# Wagtail's own tasks (index, references) run at once, inside the transaction: a change is findable at the next request.
# Ours wait in the database for the worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "worker": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
CRISPY_TEMPLATE_PACK = "portal"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["portal"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}
# Another server for the public search, asked before the embedded index (search/index/engines/choice.py).
ELASTICSEARCH: dict[str, Any] = {
    "hosts": env.servers("PORTAL_ELASTICSEARCH"),
    "ca": env.text("PORTAL_ELASTICSEARCH_CA", ""),
    "prefix": env.text("PORTAL_ELASTICSEARCH_PREFIX", "portal"),
    "replicas": env.whole("PORTAL_ELASTICSEARCH_REPLICAS", 0),
}
SEARCH_ENGINE = "search.index.engines.elasticsearch.ElasticsearchEngine" if ELASTICSEARCH["hosts"] else ""

# --- Mail: invitations of staff (`./manage.py invite --mail`), notices to applicants, numbers for staff --------------
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.whole("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "webmaster@localhost")
# From this hour of the site's day on, staff get the numbers of what waits for them; without it nobody does.
DAILY_MAIL_HOUR = env.whole("PORTAL_DAILY_MAIL_HOUR", -1)
# Sends SMS to applicants: "file", or the path of a class (cases/notices/gateways.py); without it no SMS is sent.
SMS_GATEWAY = env.text("PORTAL_SMS_GATEWAY", "")

# --- Wagtail --------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "帮办代办"
WAGTAILADMIN_BASE_URL = env.text("PORTAL_ADDRESS", "http://127.0.0.1:8000")
WAGTAILADMIN_USER_LOGIN_FORM = "portal.users.sign_in.SignInForm"
# Nobody asks for a new password here: an administrator sends a link (`./manage.py invite`).
WAGTAIL_PASSWORD_RESET_ENABLED = False
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60
WAGTAILIMAGES_IMAGE_MODEL = "content.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "content.PortalDocument"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "ofd"]
# Types and sizes by content: portal/kit/filetypes.py; Wagtail's own limits are the same.
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.uploads.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.uploads.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = file_limits.IMAGE_BYTES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = file_limits.IMAGE_PIXELS
WAGTAILDOCS_MAX_UPLOAD_SIZE = file_limits.DOCUMENT_BYTES
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]},
    }
}

# --- Headers (portal/headers.py); Django 6 reads the same shape ------------------------------------------------------
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# Wagtail's date pickers and choosers still write inline scripts; its preview panel frames the page.
SECURE_CSP_ADMIN = SECURE_CSP | {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail opens its preview itself

# --- Logs: no body, no query string, no form value ------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "elastic_transport", "modelsearch", "wagtail")},
}
