"""The house's own settings with what tests need: a key of their own, work done at once, letters kept in memory."""

import os
import tempfile

os.environ.setdefault("HANSA_SECRET_KEY", "tests-only-" + "0123456789abcdef" * 4)
os.environ["HANSA_DEMO"] = ""

from hansa.config.settings import *  # noqa: F403
from hansa.config.settings import MIDDLEWARE, STORAGES, TASKS

TASKS = {**TASKS, "jobs": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MEDIA_ROOT = tempfile.mkdtemp(prefix="hansa-tests-")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
