"""Every setting comes from the environment; `.env.example` explains each variable."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.logs import to_stderr
from config.secret import kept_secret

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # what this installation makes: database, files, mail, keys
VAR_DIR.mkdir(exist_ok=True)
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

# ── What kind of installation ───────────────────────────────────────────────────────────────────
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # demo accounts exist and the login page offers them
CITY_NAME = env.str("CITY_NAME", default="Kota Padangsidimpuan")
HOST = env.str("HOST", default="127.0.0.1")  # where `manage.py serve` listens
PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://{HOST}:{PORT}").rstrip("/")  # links in mail begin with it

# ── Secrets and hosts ───────────────────────────────────────────────────────────────────────────
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(VAR_DIR / "secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"] if DEMO else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# ── Apps: the engine without its own pages; then our rooms, from the lowest to the highest ──────
ROOMS = ["audit", "notifications", "organization", "appraisal", "workflow", "portal", "config"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "viewflow.workflow",
    "simple_history",
    "rest_framework",
    "drf_spectacular",
    "knox",
    "import_export",
    "post_office",
    "csp",
    *ROOMS,
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True  # else 100 characters, held by PostgreSQL only

# ── Requests ────────────────────────────────────────────────────────────────────────────────────
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.static.StaticFiles",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organization.signin.UserLanguage",
    "config.ended.SignInAndKeep",  # a page is closed unless it says otherwise
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "config.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.shell",
            ],
        },
    }
]

# ── Database: SQLite on one machine, PostgreSQL for a city ──────────────────────────────────────
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'timbang.sqlite3'}")}
DATABASE = DATABASES["default"]
DATABASE["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=0)
DATABASE["CONN_HEALTH_CHECKS"] = True
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a second writer waits; DEFERRED would fail at once
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    DATABASE["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}  # a file: other processes must see it
else:
    DATABASE.setdefault("OPTIONS", {})["options"] = "-c lock_timeout=20s -c jit=off"  # jit costs more than it saves
    if pool_size := env.int("DATABASE_POOL", default=0):
        DATABASE["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool_size}
        DATABASE["CONN_MAX_AGE"] = 0  # the pool keeps the connections

if REDIS_URL := env.str("REDIS_URL", default=""):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    LAYER = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
else:  # one process holds them
    _LOCAL = "django.core.cache.backends.locmem.LocMemCache"
    CACHES = {"default": {"BACKEND": _LOCAL, "OPTIONS": {"MAX_ENTRIES": 20_000}}}
    LAYER = {"BACKEND": "channels.layers.InMemoryChannelLayer"}
CHANNEL_LAYERS = {"default": LAYER}

# A text far beyond its limit comes back beside its error, so the largest that a person could paste is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20  # bytes, without files

# ── People and sessions ─────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "organization.User"
AUTHENTICATION_BACKENDS = ["organization.signin.IdentifierBackend"]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "username", "email")},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator"},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},  # refuses a NIP, too
]
PASSWORD_RESET_TIMEOUT = timedelta(days=1).total_seconds()
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # offices share computers
SESSION_COOKIE_NAME = "timbang_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would sign people out who follow a link in a mail
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# ── Transport and content security ──────────────────────────────────────────────────────────────
HTTPS = env.bool("HTTPS", default=not (DEBUG or DEMO))
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # the city's other sites are not ours to decide about
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.bool("TRUST_PROXY", default=False):  # only behind a proxy that always sets this header
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF, SITE_URL.replace("http", "ws", 1)],  # not every browser counts sockets as our own
        "form-action": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# ── Language and time ───────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Jakarta")

# ── Files ───────────────────────────────────────────────────────────────────────────────────────
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.StaticStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# ── Mail: stored in the transaction, sent by the worker ─────────────────────────────────────────
_mail_default = f"filemail:///{VAR_DIR / 'mail'}" if DEMO else "consolemail://"
MAIL = env.email_url("EMAIL_URL", default=_mail_default)
vars().update({name: value for name, value in MAIL.items() if value is not None})  # EMAIL_HOST, EMAIL_PORT, …
EMAIL_BACKEND = "post_office.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Timbang <timbang@localhost>")
POST_OFFICE = {
    "BACKENDS": {"default": MAIL["EMAIL_BACKEND"]},
    "DEFAULT_PRIORITY": "medium",  # queued; nothing is sent inside a request
    "BATCH_SIZE": 100,  # over one connection; a kill sends one again at most, for each is noted before the next leaves
    "MESSAGE_ID_ENABLED": True,  # given as a letter is queued: a copy has the same, and what comes back names it
    "MESSAGE_ID_FQDN": DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> "),
    "MAX_RETRIES": 6,
    "RETRY_INTERVAL": timedelta(minutes=10),
}
PUSH_KEY_FILE = env.str("PUSH_KEY_FILE", default=str(VAR_DIR / "push-key"))
PUSH_HOSTS = env.list("PUSH_HOSTS", default=[
    "fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com",
])  # fmt: skip
MAIL_QUIET = env.list("MAIL_QUIET", int, default=[21, 6])  # hours between which no mail leaves
MAIL_KEEP_DAYS = env.int("MAIL_KEEP_DAYS", default=90)
LAUNCH_UNDO_HOURS = env.int("LAUNCH_UNDO_HOURS", default=24)

# ── API ─────────────────────────────────────────────────────────────────────────────────────────
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "organization.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "workflow.api.refusal_handler",
}
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_TTL": timedelta(days=90)}
SPECTACULAR_SETTINGS = {
    "TITLE": "Timbang", "VERSION": "1", "SERVE_INCLUDE_SCHEMA": False,
    "DESCRIPTION": "Performance appraisal of a city's civil servants.",
    "ENUM_NAME_OVERRIDES": {"RatingEnum": "appraisal.models.Rating"},
}  # fmt: skip

# ── Accountability ──────────────────────────────────────────────────────────────────────────────
AUDIT_ORIGIN = env.str("AUDIT_ORIGIN", default="timbang.localhost/log")
AUDIT_KEY_FILE = env.str("AUDIT_KEY_FILE", default=str(VAR_DIR / "audit-key"))  # "": another process seals
AUDIT_VERIFIER_KEYS = env.list("AUDIT_VERIFIER_KEYS", default=[])  # public; else that of the key file
AUDIT_FORMER_KEY_FILE = env.str("AUDIT_FORMER_KEY_FILE", default="")  # signs, too, while the key changes
AUDIT_MEMORY_FILE = env.str("AUDIT_MEMORY_FILE", default="")  # where the sealer remembers what it signed
AUDIT_WITNESSES = tuple(env.list("AUDIT_WITNESSES", default=[]))  # verifier keys of institutions that watch
AUDIT_MAIL_TO = tuple(env.list("AUDIT_MAIL_TO", default=[]))  # who is mailed the newest checkpoint, once a day

# ── Log lines: to stderr, without names, identity numbers or bodies ─────────────────────────────
LOGGING = to_stderr(env.str("LOG_LEVEL", default="INFO"))
