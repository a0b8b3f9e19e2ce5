"""The house's own settings with what tests need: a key of their own, work done at once, letters kept in memory."""

import os
import tempfile

os.environ.setdefault("HANSA_SECRET_KEY", "tests-only-" + "0123456789abcdef" * 4)
os.environ["HANSA_DEMO"] = ""

from hansa.config.settings import *  # noqa: F403
from hansa.config.settings import DATABASES, MIDDLEWARE, STORAGES, TASKS

TASKS = {**TASKS, "jobs": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
_scratch = tempfile.TemporaryDirectory(prefix="hansa-tests-", ignore_cleanup_errors=True)
SCRATCH = _scratch.name
MEDIA_ROOT = f"{SCRATCH}/files"
# A database of its own for each run, so that two runs on one machine never meet. A file, not memory: tests of what
# two officers do at once need two connections.
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
DATABASES["default"]["TEST"] = {"NAME": f"{SCRATCH}/test.sqlite3" if IS_SQLITE else f"test_hansa_{os.getpid()}"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
# Tests sign their cast in without letters; tests/config/test_second_factor.py turns it on. Browsers there speak HTTP.
SECOND_FACTOR = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
