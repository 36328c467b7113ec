"""Production: every secret comes from the environment, demo data is refused, cookies travel over TLS only."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings import env
from portal.settings.base import *

DEBUG = False
ALLOW_DEMO = False
SECRET_KEY = env.text("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured(
        "SECRET_KEY must have at least 50 characters, not a repeated one; see docs/operators.md."
    )
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the exact host names of the site, separated by commas.")
KEY_RING = env.text("PORTAL_KEY_RING")
DEFINITIONS = env.words("DEFINITIONS") or []
WAGTAILADMIN_BASE_URL = env.text("PORTAL_ADDRESS")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
# Only a proxy of ours may say that a visitor came over TLS; without one, anybody could write that header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# The list that browsers carry is hard to leave, so a city joins it on purpose.
SECURE_HSTS_PRELOAD = env.flag("SECURE_HSTS_PRELOAD")
SILENCED_SYSTEM_CHECKS = [] if SECURE_HSTS_PRELOAD else ["security.W021"]
