"""The bundle of a closed case, taken once: its files by name, and how they are packed again after tampering."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simcap import clock
from simcap.bundle.contents import carried
from simcap.bundle.taking import take
from simcap.journal.checkpoint import write_checkpoint
from simcap.people.acts import SYSTEM
from tests.cast import MONDAY, PATH, Cast, assemble, png

#: Name → bytes of every file of a bundle.
Files = dict[str, bytes]
Verify = Callable[[Path], tuple[int, str]]


def bundle_of(cast: Cast) -> bytes:
    """The ZIP of the cast's case."""
    assert cast.case
    target = io.BytesIO()
    take(cast.case, taker=SYSTEM, purpose="uji", target=target)
    return target.getvalue()


def unpacked(data: bytes) -> Files:
    """The files of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def packed(files: Files, path: Path) -> Path:
    """A ZIP of these files."""
    with zipfile.ZipFile(path, "w") as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return path


@pytest.fixture
def monday() -> Iterator[None]:
    with clock.scripted(MONDAY):
        yield


@pytest.fixture
def cast(db: None, monday: None) -> Cast:
    """One office; its case is closed, with a photo in the log, and a checkpoint over it."""
    cast = assemble()
    cast.walk("running")
    cast.do("teknisi1", "log", {"photo": cast.upload("teknisi1", png() + b"foto", "foto lapangan.png")})
    for username, act in PATH[PATH.index(("teknisi1", "finish")) :]:
        cast.do(username, act)
    write_checkpoint(cast.office.slug, at=clock.now())
    return cast


@pytest.fixture
def verify(tmp_path: Path) -> Verify:
    """verify.py as it is given away, run by a bare Python; answers exit code and what it said."""
    program = tmp_path / "verify.py"
    program.write_bytes(carried("verify.py"))

    def run(bundle: Path) -> tuple[int, str]:
        done: Any = subprocess.run(
            [sys.executable, "-I", program, bundle], cwd=tmp_path, env={}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    return run
