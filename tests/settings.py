"""The tests' settings: the program's own, in a scratch folder, on the database that SIMCAP_TEST_DB names.

`SIMCAP_TEST_DB=sqlite` (the default) is a file database, as in use; `postgresql` takes DATABASE_URL, or else starts the
private cluster of tests/support/pg_cluster.sh. A DATABASE_URL without SIMCAP_TEST_DB is ignored: tests never touch it.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

WHICH = os.environ.setdefault("SIMCAP_TEST_DB", "sqlite")
SCRATCH = Path(tempfile.mkdtemp(prefix="simcap-tests-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
CLUSTER = Path(__file__).parent / "support" / "pg_cluster.sh"


def database_url() -> str:
    """Where the server is whose scratch databases the tests use."""
    return subprocess.run([CLUSTER, "start"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


if WHICH == "sqlite":
    os.environ.pop("DATABASE_URL", None)
elif WHICH == "postgresql":
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or database_url()
else:
    raise RuntimeError(f"SIMCAP_TEST_DB is sqlite or postgresql; it is {WHICH!r}.")
os.environ |= {"SIMCAP_VAR": str(SCRATCH), "SIMCAP_MODE": "office", "SIMCAP_LOG_LEVEL": "WARNING"}
os.environ.pop("SIMCAP_PUBLIC_URL", None)

from config.settings import *  # noqa: E402 — after the environment is set

DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3") if SQLITE else f"test_simcap_{os.getpid()}"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
