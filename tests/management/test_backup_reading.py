"""A backup that is damaged, cut, foreign, of a newer or an older program: refused by its first flaw, or understood."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from simcap.management.backup.form import Unusable, encoder, kept_models
from simcap.management.backup.reading import checked
from simcap.management.office import load_regions
from tests.cast import assemble
from tests.support import installations
from tests.support.installations import lay_tables, run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
Members = list[tuple[str, bytes]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    load_regions()
    assemble().walk("assigned")
    call_command("backup", str(tmp_path / "cadangan.tar"))
    return tmp_path / "cadangan.tar"


def members(file: Path) -> Members:
    with tarfile.open(file) as tar:
        return [(one.name, tar.extractfile(one).read()) for one in tar]


def packed(found: Members, file: Path) -> Path:
    with tarfile.open(file, "w") as tar:
        for name, data in found:
            about = tarfile.TarInfo(name)
            about.size = len(data)
            tar.addfile(about, io.BytesIO(data))
    return file


def changed(name: str) -> Callable[[Members], Members]:
    """One bit of the first member of that kind."""

    def change(found: Members) -> Members:
        place = next(n for n, one in enumerate(found) if one[0].startswith(name))
        old = found[place][1]
        found[place] = (found[place][0], old[:-2] + bytes([old[-2] ^ 1]) + old[-1:])
        return found

    return change


def without(name: str) -> Callable[[Members], Members]:
    def drop(found: Members) -> Members:
        del found[next(n for n, one in enumerate(found) if one[0].startswith(name))]
        return found

    return drop


def swapped(found: Members) -> Members:
    found[3], found[4] = found[4], found[3]
    return found


def added(name: str, data: bytes = b"x", *, place: int = 2) -> Callable[[Members], Members]:
    return lambda found: [*found[:place], (name, data), *found[place:]]


def other_form(found: Members) -> Members:
    return [(found[0][0], found[0][1].replace(b'"v": 1', b'"v": 2')), *found[1:]]


FLAWS: dict[str, tuple[Callable[[Members], Members], str]] = {
    "a table is changed": (changed("tables/journal_entry"), "tables/journal_entry/000001.jsonl was changed"),
    "the header is changed": (changed("backup.json"), "this is not a backup of SIMCAP, or it is damaged"),
    "a file is changed": (changed("files/"), "was changed: its SHA-256 differs"),
    "the manifest is changed": (changed("manifest.json"), "manifest.json cannot be read"),
    "a table is missing": (without("tables/journal_entry"), "tables/journal_entry/000001.jsonl is missing"),
    "the last table is missing": (without("tables/simcap_workspan"), "tables/simcap_workspan/000001.jsonl is missing"),
    "a file is missing": (without("files/"), "stored files were written"),
    "the manifest is missing": (without("manifest.json"), "is cut short: its manifest is missing"),
    "the header is missing": (without("backup.json"), "does not begin with backup.json"),
    "members are swapped": (swapped, "is missing or out of order"),
    "a table is added": (added("tables/simcap_x/000001.jsonl"), "is missing or out of order"),
    "something climbs out": (added("../../etc/passwd"), "../../etc/passwd does not belong into a backup"),
    "a program is added": (added("definitions/x.py"), "definitions/x.py does not belong into a backup"),
    "a definition climbs out": (added("definitions/../x.toml"), "does not belong into a backup"),
    "something follows": (lambda found: [*found, ("x", b"")], "x comes after the manifest"),
    "its form is newer": (other_form, "has the form 2, which this version of SIMCAP does not know"),
}


def test_whatever_is_wrong_with_a_backup_is_named(file: Path, tmp_path: Path) -> None:
    whole, said = members(file), {}
    for what, (tamper, sentence) in FLAWS.items():
        try:
            checked(packed(tamper(list(whole)), tmp_path / "x.tar"))
            said[what] = "accepted"
        except Unusable as unusable:
            if sentence not in str(unusable):
                said[what] = str(unusable)
    assert said == {}


@pytest.mark.parametrize("compressed", [False, True])
def test_a_backup_that_was_cut_or_has_a_turned_bit_anywhere_never_passes(file: Path, compressed: bool) -> None:
    data = gzip.compress(file.read_bytes(), 1) if compressed else file.read_bytes()
    genuine = checked(file)
    for step in range(1, 24):
        file.write_bytes(data[: len(data) * step // 24])
        with pytest.raises(Unusable):
            checked(file)
    for step in range(24):
        place = len(data) * step // 24
        file.write_bytes(data[:place] + bytes([data[place] ^ 8]) + data[place + 1 :])
        try:
            assert checked(file) == genuine  # only what a tar says beside its contents, such as a date
        except Unusable:
            continue


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "x.tar"
    other.write_bytes(b"PK\x03\x04 something else" * 100)
    with pytest.raises(Unusable, match="damaged or cut short at its beginning"):
        checked(other)
    with pytest.raises(Unusable, match="cannot be read"):
        checked(tmp_path / "none.tar")
    with pytest.raises(Unusable, match="its manifest is missing"):
        checked(packed([], other))


def with_header(file: Path, **changes: object) -> Path:
    """The same backup with something else in its header, and a manifest that agrees."""
    found = members(file)
    data = json.dumps(json.loads(found[0][1]) | changes).encode()
    manifest = json.loads(found[-1][1])
    manifest["members"][0] = {"name": "backup.json", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return packed([("backup.json", data), *found[1:-1], ("manifest.json", json.dumps(manifest).encode())], file)


def nothing_is_in(folder: Path) -> bool:
    """Neither a table nor a stored file."""
    with closing(sqlite3.connect(folder / "simcap.sqlite3")) as database:
        (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return not tables and not [one for one in (folder / "files").rglob("*") if one.is_file()]


def test_a_newer_program_s_backup_and_a_demonstration_are_refused_and_a_damaged_one_leaves_nothing(
    file: Path, tmp_path: Path
) -> None:
    whole = file.read_bytes()
    known = json.loads(members(file)[0][1])["migrations"]
    var = tmp_path / "var"
    with installations.empty(var) as there:
        newer = run(there, "restore", with_header(file, migrations=[*known, ["simcap", "9999_later"]]))
        assert "taken by a newer SIMCAP (it knows simcap 9999_later). Update the program first." in newer.stderr
        demo = run(there, "restore", with_header(file, demo=True))
        assert "This is the backup of a demonstration; set SIMCAP_MODE=demo." in demo.stderr
        file.write_bytes(whole[: len(whole) // 2])
        assert run(there, "restore", file).returncode == 1
        assert nothing_is_in(var)
        lay_tables(var)
        file.write_bytes(whole)
        assert run(there, "restore", file).returncode == 0


def test_an_older_backup_is_restored_as_it_was_and_then_brought_up_to_date(file: Path, tmp_path: Path) -> None:
    last = ["admin", "0003_logentry_add_action_flag_choices"]
    older = [one for one in json.loads(members(file)[0][1])["migrations"] if one != last]
    with installations.empty(tmp_path / "var") as there:
        restored = run(there, "restore", with_header(file, migrations=older))
        assert restored.returncode == 0, restored.stderr
        assert "[ ]" not in run(there, "showmigrations").stdout
    with installations.migrated(tmp_path / "ahead") as there:
        refused = run(there, "restore", file)
        assert "The backup is older than the tables that are here." in refused.stderr


def test_a_command_without_a_database_says_so(tmp_path: Path) -> None:
    with installations.empty(tmp_path / "var") as there:
        refused = run(there, "backup", tmp_path / "x.tar")
    assert "No SIMCAP database is here." in refused.stderr
    assert not (tmp_path / "x.tar").exists()


def test_a_database_at_another_schema_is_not_backed_up(tmp_path: Path) -> None:
    with installations.empty(tmp_path / "var") as there:
        assert run(there, "migrate", "simcap", "0002", "--skip-checks", "--verbosity", "0").returncode == 0
        refused = run(there, "backup", tmp_path / "x.tar", "--skip-checks")
    assert "The database is not at this program's schema. Run: simcap migrate" in refused.stderr


def test_every_table_of_the_program_has_a_spelling() -> None:
    for model in kept_models(apps.get_models(include_auto_created=True)):
        encoder(model)


def test_a_refusal_says_what_to_do(file: Path) -> None:
    with pytest.raises(CommandError, match="Name another folder"):
        call_command("restore", str(file))
