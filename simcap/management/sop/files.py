"""Reading a file that somebody names on the command line."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError

#: No SOP is longer; a longer file is another kind of file. Units: bytes.
LONGEST = 20 * 1024 * 1024


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises: CommandError with a plain sentence, for one that is not there or far too long."""
    try:
        if path.is_dir():
            raise CommandError(f"{path} is a folder, not a file.")
        if path.stat().st_size > LONGEST:
            raise CommandError(f"{path} is larger than {LONGEST // 1024 // 1024} MB; no SOP is.")
        return path.read_bytes()
    except FileNotFoundError as missing:
        raise CommandError(f"There is no file {path}.") from missing
    except OSError as problem:
        raise CommandError(f"Cannot read {path}: {problem.strerror}.") from problem
