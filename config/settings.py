"""Django's settings, from the environment only. An unknown SIMCAP_* name or value stops the program with a sentence."""

import logging
import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
KNOWN = {
    "SIMCAP_MODE",
    "SIMCAP_SECRET_KEY",
    "SIMCAP_VAR",
    "SIMCAP_PUBLIC_URL",
    "SIMCAP_HOSTS",
    "SIMCAP_EMAIL_URL",
    "SIMCAP_LOG",
    "SIMCAP_LOG_LEVEL",
    "SIMCAP_METRICS_TOKEN",
    "SIMCAP_TEST_DB",
    "SIMCAP_DRAFT_DAYS",
    "SIMCAP_TILES",
    "SIMCAP_TILES_CREDIT",
}
if unknown := sorted(name for name in os.environ if name.startswith("SIMCAP_") and name not in KNOWN):
    raise ImproperlyConfigured(f"Unknown setting {', '.join(unknown)}. Known: {', '.join(sorted(KNOWN))}.")


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words. Raises ImproperlyConfigured for any other."""
    value = os.environ.get(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}; it is {value!r}.")
    return value


#: "demo": loopback only, own SQLite database, a banner. "office": a real office.
SIMCAP_MODE = choice("SIMCAP_MODE", "office", ("demo", "office"))
SIMCAP_DEMO = SIMCAP_MODE == "demo"
SIMCAP_VAR = Path(os.environ.get("SIMCAP_VAR", BASE_DIR / "var")).resolve()
SIMCAP_VAR.mkdir(parents=True, exist_ok=True)
PORT = os.environ.get("PORT", "8000")
if not PORT.isdigit() or not 0 < int(PORT) < 65536:
    raise ImproperlyConfigured(f"PORT must be a number from 1 to 65535; it is {PORT!r}.")

#: Where the public reaches this installation; printed in the QR codes.
SIMCAP_PUBLIC_URL = os.environ.get("SIMCAP_PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
if urlsplit(SIMCAP_PUBLIC_URL).scheme not in ("http", "https") or not urlsplit(SIMCAP_PUBLIC_URL).hostname:
    raise ImproperlyConfigured(f"SIMCAP_PUBLIC_URL must be an http(s) address; it is {SIMCAP_PUBLIC_URL!r}.")
HTTPS = SIMCAP_PUBLIC_URL.startswith("https://")


#: How long a request that nobody goes on writing is kept.
if not (days := os.environ.get("SIMCAP_DRAFT_DAYS", "14")).isdigit() or not 4 <= int(days) <= 365:
    raise ImproperlyConfigured(f"SIMCAP_DRAFT_DAYS must be a number from 4 to 365; it is {days!r}.")
SIMCAP_DRAFT_DAYS = int(days)
#: Tiles for the map, such as https://tile.example.org/{z}/{x}/{y}.png, and whom to name for them. Empty, as it is by
#: default: the map shows what we have ourselves, and no other server learns who looks at it.
SIMCAP_TILES = os.environ.get("SIMCAP_TILES", "")
SIMCAP_TILES_CREDIT = os.environ.get("SIMCAP_TILES_CREDIT", "")
if SIMCAP_TILES and (not SIMCAP_TILES.startswith("https://") or not urlsplit(SIMCAP_TILES).hostname):
    raise ImproperlyConfigured(f"SIMCAP_TILES must be an https address; it is {SIMCAP_TILES!r}.")
TILE_SERVERS = [f"https://{urlsplit(SIMCAP_TILES).netloc.replace('{s}', '*')}"] if SIMCAP_TILES else []


def kept_secret(path: Path) -> str:
    """The installation's secret, made once and readable by its owner only."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = os.environ.get("SIMCAP_SECRET_KEY") or kept_secret(SIMCAP_VAR / "secret-key")
DEBUG = False
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [*LOOPBACK, urlsplit(SIMCAP_PUBLIC_URL).hostname or "", *os.environ.get("SIMCAP_HOSTS", "").split()]
if SIMCAP_DEMO:
    ALLOWED_HOSTS = LOOPBACK
if "pytest" in sys.modules:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]

DATABASE_FILE = SIMCAP_VAR / ("demo.sqlite3" if SIMCAP_DEMO else "simcap.sqlite3")
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATABASE_FILE}", conn_max_age=60)}
SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if SIMCAP_DEMO and not SQLITE:
    raise ImproperlyConfigured("Demonstration mode has an SQLite database of its own; it refuses DATABASE_URL.")
if SQLITE:
    DATABASES["default"]["ENGINE"] = "simcap.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling a statement takes PostgreSQL a quarter of a second; a page's statements take a thousandth (measured).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

INSTALLED_APPS = [
    "simcap.apps.SimcapConfig",  # first: its templates stand before the admin's own
    "simcap.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "simcap.health.middleware.watched",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "simcap.desk.context.house",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

AUTH_USER_MODEL = "simcap.Account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_FAILURE_VIEW = "simcap.desk.session.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [SIMCAP_PUBLIC_URL]
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *TILE_SERVERS],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "simcap" / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = SIMCAP_VAR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": SIMCAP_VAR / ("demo-files" if SIMCAP_DEMO else "files"),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
#: Counters against guessing and flooding; files, so that all processes of this machine share them.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": SIMCAP_VAR / "cache"}
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = SIMCAP_VAR / "mail"
#: Units: seconds. A mail server that does not answer must not hold up the worker.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = f"simcap@{urlsplit(SIMCAP_PUBLIC_URL).hostname}"
if mail := os.environ.get("SIMCAP_EMAIL_URL"):
    parts = urlsplit(mail)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("SIMCAP_EMAIL_URL must look like smtp(s)://user:password@host:port.")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = parts.hostname, parts.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = parts.username or "", parts.password or ""
    EMAIL_USE_SSL = parts.scheme == "smtps"


def worth_a_line(record: logging.LogRecord) -> bool:
    """The worker tells of every task that begins and ends; only what went wrong is worth a line."""
    return not record.name.startswith("django_tasks") or record.levelno >= logging.WARNING


LOG = choice("SIMCAP_LOG", "plain", ("plain", "json"))
LOG_LEVEL = choice("SIMCAP_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
#: A demonstration shows its accounts on the screen; a line for each page would push them off it.
REQUESTS_LEVEL = "ERROR" if SIMCAP_DEMO and LOG == "plain" and LOG_LEVEL != "DEBUG" else LOG_LEVEL
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "simcap.health.lines.PlainLine"}, "json": {"()": "simcap.health.lines.JsonLine"}},
    "filters": {
        "quiet": {"()": "django.utils.log.CallbackFilter", "callback": worth_a_line},
        "discreet": {"()": "simcap.public.discretion.WithoutSecrets"},
        "scrub": {"()": "simcap.health.lines.Scrub"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG, "filters": ["quiet", "scrub", "discreet"]}
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "simcap.requests": {"level": REQUESTS_LEVEL},
        "django.request": {"level": "ERROR"},  # our own line tells of every other answer
    },
}
#: Who may read /metrics: whoever sends this as a bearer token. Without it there is no such page.
SIMCAP_METRICS_TOKEN = os.environ.get("SIMCAP_METRICS_TOKEN", "")
if SIMCAP_METRICS_TOKEN and len(SIMCAP_METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("SIMCAP_METRICS_TOKEN must have at least 20 characters.")
