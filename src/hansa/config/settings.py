"""All settings, from the environment (or ``.env``); ``.env.example`` lists them. Malformed ones stop the start."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from hansa.config.env import Env

PACKAGE = Path(__file__).resolve().parents[1]
# A checkout keeps its state in var/ beside src/; an installed package is told where by HANSA_HOME.
HOME = Path(os.environ.get("HANSA_HOME") or PACKAGE.parents[1])
VAR = HOME / "var"
env = Env.of(HOME)

DEBUG = env.flag("HANSA_DEBUG")
# The demo's doors sign anybody in: they exist only with this, on loopback, over the demo's own database.
DEMO = env.flag("HANSA_DEMO")
DEMO_DATABASE = VAR / "demo.sqlite3"


def secret_key() -> str:
    """From the environment or from var/secret_key, which ``./run setup`` writes; a known or short one is refused."""
    path = VAR / "secret_key"
    key = env.text("HANSA_SECRET_KEY") or (path.read_text().strip() if path.is_file() else "")
    if not key:
        raise ImproperlyConfigured("There is no secret key: run ./run setup, or set HANSA_SECRET_KEY.")
    if len(key) < 40 or "change" in key.lower() or "insecure" in key.lower():
        raise ImproperlyConfigured("The secret key is a default or too short: make one of 50 random characters.")
    return key


SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.listed("HANSA_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.listed("HANSA_ORIGINS")
BEHIND_PROXY = env.flag("HANSA_HTTPS")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_PROXY
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "hansa.config",
    "hansa.intake",
    "hansa.diaries",
    "hansa.followup",
    "hansa.meetings",
    "hansa.precedence",
    "hansa.registration",
    "hansa.visits",
    "hansa.invitations",
    "hansa.delegations",
    "hansa.events",
    "hansa.network",
    "hansa.mail",
    "hansa.people",
    "hansa.base",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hansa.base.memory.remember_for_a_request",
    "hansa.config.policy.refuse_what_no_text_holds",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hansa.config.second_factor.ask_officers_for_a_second_factor",
    "hansa.config.policy.content_security_policy",
    "hansa.config.policy.keep_no_copies",
]
ROOT_URLCONF = "hansa.config.urls"
WSGI_APPLICATION = "hansa.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hansa.config.frame.page_frame",
            ],
            "builtins": ["hansa.base.templatetags.house"],
        },
    }
]

# SQLite: with Django's own defaults nearly half of concurrent writes failed in a probe, with these none.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=2000;"
    ),
}


def database() -> dict[str, Any]:
    """DATABASE_URL, or SQLite in var/; the demo has a file of its own and never another database."""
    default = f"sqlite:///{DEMO_DATABASE if DEMO else VAR / 'hansa.sqlite3'}"
    address = default if DEMO else env.text("DATABASE_URL", default)
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(address))
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from error
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = SQLITE_OPTIONS
    elif found["ENGINE"].endswith("postgresql"):
        found["CONN_MAX_AGE"] = 0
        found["OPTIONS"] = {"pool": {"min_size": 1, "max_size": env.number("HANSA_POOL", 4), "timeout": 20}}
    else:
        raise ImproperlyConfigured("DATABASE_URL must name SQLite or PostgreSQL.")
    return found


(VAR / "static").mkdir(exist_ok=True, parents=True)
DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

# The default alias stays immediate: a library that enqueues work of its own must not wait for our worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
}

# Where people reach the site, for the links in letters, which no request writes.
PORT = env.number("HANSA_PORT", 8000)
SITE_URL = env.text("HANSA_SITE", f"http://127.0.0.1:{PORT}").rstrip("/")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["hansa.config.formats"]

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("HANSA_FROM", "hansa@localhost")
EMAIL_HOST = env.text("HANSA_SMTP_HOST")
EMAIL_PORT = env.number("HANSA_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("HANSA_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("HANSA_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("HANSA_SMTP_TLS", True)
EMAIL_TIMEOUT = 20
if DEMO or not EMAIL_HOST:
    # Without a mail server letters are files in var/mail, where an administrator can read them.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"

# Sign-in by a code sent to an address that is on record; nobody can sign up.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "hansa.config.signin.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = False
# How often one may try: for each network address (ip), for each mail address or account (key).
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "10/m/ip"}
MFA_ADAPTER = "hansa.config.second_factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Hansa"
# Clocks of telephones differ: the code before and the code after are good too.
MFA_TOTP_TOLERANCE = 1
# Officers show a passkey or an app's code beside the letter's; the demo's doors open without.
SECOND_FACTOR = env.flag("HANSA_SECOND_FACTOR", not DEMO)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
# Attempts are counted by address: how many proxies of our own stand before us, whose word on it is trusted.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("HANSA_PROXIES", 0)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(VAR / "cache")},
}
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("HANSA_LOG", "WARNING")},
}

if DEMO or DEBUG:
    # Straight from the source: the demo collects nothing.
    WHITENOISE_USE_FINDERS = True
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
