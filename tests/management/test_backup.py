"""A backup taken while the office works, and what comes of it in an empty installation; in real processes."""

from __future__ import annotations

import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from simcap.documents.models import StoredFile
from simcap.documents.store import path_of
from simcap.journal.models import Entry
from simcap.management.office import new_token
from simcap.people.models import Account
from tests.cast import PASSWORD, Cast, assemble
from tests.support import installations
from tests.support.database import unprotected, write
from tests.support.installations import ROOT, run

pytestmark = pytest.mark.django_db(transaction=True)
#: Written anew by every migration, so not compared.
OF_DJANGO = ("tables/auth_permission", "tables/django_content_type")


@pytest.fixture
def cast() -> Cast:
    cast = assemble()
    cast.walk("closed")
    cast.walk("running")
    return cast


@pytest.fixture
def backup(cast: Cast, tmp_path: Path) -> Path:
    file = tmp_path / "cadangan.tar"
    call_command("backup", str(file))
    return file


def engines() -> Iterator[str]:
    """The databases that a backup of this one is restored into."""
    yield "sqlite"
    if connection.vendor == "postgresql":
        yield "postgresql"


def tables(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as tar:
        names = [name for name in tar.getnames() if name.startswith("tables/") and not name.startswith(OF_DJANGO)]
        return {name: tar.extractfile(name).read() for name in names}


def test_what_was_backed_up_is_restored_row_by_row_and_the_office_goes_on(cast: Cast, tmp_path: Path, settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    Account.objects.update(password=make_password(PASSWORD))
    token = new_token(cast.account("auditor"), name="uji")
    definitions = settings.SIMCAP_VAR / "definitions"
    shutil.copytree(ROOT / "simcap" / "procedure" / "definitions", definitions, dirs_exist_ok=True)
    own = next(definitions.glob("*.toml"))
    own = own.rename(own.with_name("kantor.toml"))
    own.write_text(re.sub(r'^id = "[^"]+"', 'id = "kantor"', own.read_text(), count=1, flags=re.MULTILINE))
    file = tmp_path / "cadangan.tar.gz"
    try:
        call_command("backup", str(file))
        for engine in engines():
            folder = tmp_path / f"var-{engine}"
            with installations.empty(folder, engine=engine) as there:
                restored = run(there, "restore", file)
                assert restored.returncode == 0, restored.stderr
                assert restored.stdout.splitlines()[0].endswith(f"{StoredFile.objects.count()} files. All sound.")
                assert run(there, "backup", tmp_path / f"{engine}.tar").returncode == 0
                assert tables(tmp_path / f"{engine}.tar") == tables(file)
                assert (folder / "definitions" / "kantor.toml").read_bytes() == own.read_bytes()
                goes_on(there, token)
                append_only(there)
    finally:
        shutil.rmtree(definitions)


def goes_on(there: dict[str, str], token: str) -> None:
    """Accounts, tokens, QR codes and numbers; the secret links hang on the key, which is put in place by hand."""
    assert run(there, "collectstatic", "--no-input").returncode == 0
    (Path(there["SIMCAP_VAR"]) / "secret-key").write_text(settings.SECRET_KEY)
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.after_restore", PASSWORD, token], cwd=ROOT, env=there, text=True,
        check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    said = json.loads(done.stdout)
    assert said.pop("secret links")
    assert said == {
        "signed in": 302, "token": 200, "verification": 200, "is sound": True, "dossier": 200,
        "next number": "0003/2026",
    }  # fmt: skip


def append_only(there: dict[str, str]) -> None:
    if "DATABASE_URL" in there:
        return
    database = sqlite3.connect(Path(there["SIMCAP_VAR"]) / "simcap.sqlite3")
    with closing(database), pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database.execute("UPDATE journal_entry SET act = 'x'")


def test_a_backup_taken_while_somebody_acts_holds_whole_acts_only(cast: Cast, tmp_path: Path) -> None:
    orders = "import django; django.setup()\nfrom tests.support.busy import work\nwork()"
    before = Entry.objects.count()
    with subprocess.Popen([sys.executable, "-c", orders], cwd=ROOT, env=installations.own()) as busy:
        try:
            while Entry.objects.count() < before + 3:
                time.sleep(0.05)
            taken = [run(installations.own(), "backup", tmp_path / f"{n}.tar") for n in range(2)]
        finally:
            busy.terminate()
    assert [one.returncode for one in taken] == [0, 0], taken[0].stderr + taken[1].stderr
    assert Entry.objects.count() > before + 3
    with installations.migrated(tmp_path / "var") as there:
        restored = run(there, "restore", tmp_path / "1.tar")
        assert restored.returncode == 0, restored.stderr
        with closing(sqlite3.connect(tmp_path / "var" / "simcap.sqlite3")) as database:
            counts = "SELECT (SELECT count(*) FROM simcap_performedrequest), (SELECT count(*) FROM simcap_outbox), "
            counts += "(SELECT count(*) FROM journal_entry WHERE chain LIKE 'case:%')"
            performed, told, entries = database.execute(counts).fetchone()
    assert performed == told == entries
    assert before < entries


def test_a_backup_killed_in_the_middle_leaves_no_file_and_the_next_one_is_whole(cast: Cast, tmp_path: Path) -> None:
    file, part = tmp_path / "cadangan.tar", tmp_path / "cadangan.tar.part"
    with subprocess.Popen(
        [sys.executable, "-m", "django", "backup", file], cwd=ROOT, env=installations.own(), stderr=subprocess.PIPE
    ) as running:
        while not part.exists() or part.stat().st_size < 20_000:
            assert running.poll() is None
        running.send_signal(signal.SIGKILL)
    assert not file.exists()
    assert part.exists()
    call_command("backup", str(file))
    assert not part.exists()
    with tarfile.open(file) as tar:
        assert tar.getnames()[-1] == "manifest.json"


def test_it_never_overwrites_and_only_its_owner_reads_it(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    before = backup.read_bytes()
    with pytest.raises(CommandError, match="exists already; nothing was written"):
        call_command("backup", str(backup))
    assert backup.read_bytes() == before
    assert [one.name for one in backup.parent.iterdir()] == [backup.name]


def test_neither_the_secret_key_nor_sessions_are_in_it(backup: Path) -> None:
    with tarfile.open(backup) as tar:
        held = b"".join(tar.extractfile(name).read() for name in tar.getnames())
        names = tar.getnames()
    assert settings.SECRET_KEY.encode() not in held
    assert [name for name in names if "session" in name or "secret" in name or "heartbeat" in name] == []


def test_a_changed_file_stops_the_backup_and_is_named(cast: Cast, tmp_path: Path) -> None:
    file = StoredFile.objects.order_by("pk").first()
    stored = Path(default_storage.path(path_of(file.sha256)))
    kept = stored.read_bytes()
    stored.write_bytes(b"lain")
    try:
        with pytest.raises(CommandError, match=f"Stored file {file.sha256}: the file was changed"):
            call_command("backup", str(tmp_path / "x.tar"))
    finally:
        stored.write_bytes(kept)
    assert list(tmp_path.iterdir()) == []


def test_too_little_room_is_told_before_anything_is_written(cast: Cast, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(100, 99, 1))
    with pytest.raises(CommandError, match=r"may need \d+ MiB; .* has 0 MiB free"):
        call_command("backup", str(tmp_path / "x.tar"))
    assert list(tmp_path.iterdir()) == []


def test_a_full_installation_is_refused_and_nothing_changes(backup: Path) -> None:
    before = Entry.objects.count()
    with pytest.raises(CommandError, match="not empty; a backup is restored into an empty one only"):
        call_command("restore", str(backup))
    assert Entry.objects.count() == before


def test_a_journal_that_was_forged_before_is_restored_and_called_unsound(cast: Cast, tmp_path: Path) -> None:
    forged = Entry.objects.filter(chain=f"case:{cast.case.uid}")[2]
    with unprotected():
        write("UPDATE journal_entry SET canonical = replace(canonical, 'Kepala', 'Wakil') WHERE id = %s", [forged.pk])
    call_command("backup", str(tmp_path / "x.tar"))
    with installations.migrated(tmp_path / "var") as there:
        restored = run(there, "restore", tmp_path / "x.tar")
    assert restored.returncode == 1
    assert f"it is not sound: {forged.chain} #{forged.seq}: " in restored.stderr
    assert "All sound" not in restored.stdout
