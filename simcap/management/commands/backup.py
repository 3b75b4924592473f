"""`simcap backup FILE`: everything of this installation in one tar, while the office works."""

import fcntl
import gzip
import os
import tarfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from simcap.documents.store import FileMissing
from simcap.management.backup import writing
from simcap.management.backup.form import Unusable

from .verify import has_database

SECRETS = (
    "Not in it: the secret key (SIMCAP_SECRET_KEY, or the file secret-key). Keep a copy of it elsewhere: without it "
    "the requesters' secret links die."
)


class Command(BaseCommand):
    """Writes FILE.part and renames it when it is whole; never overwrites."""

    help = "Back up database, stored files and own SOP files into one tar (.tar, .tar.gz). It holds personal data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="must not exist; .gz at its end compresses it")

    def handle(self, *, file: Path, **options: Any) -> None:
        if not has_database():
            raise CommandError(
                "No SIMCAP database is here. For the demonstration: SIMCAP_MODE=demo simcap backup FILE."
            )
        if file.exists():
            raise CommandError(f"{file} exists already; nothing was written.")
        try:
            written = self._write(file)
        except OSError as problem:
            raise CommandError(f"Cannot write {file}: {problem.strerror}.") from problem
        except (Unusable, tarfile.TarError) as problem:
            raise CommandError(str(problem)) from problem
        except FileMissing as missing:
            raise CommandError(
                f"Stored file {missing}. There is no backup: run simcap verify, mend the file, begin again."
            ) from missing
        size = file.stat().st_size
        self.stdout.write(f"{file}: {written.row_count} rows, {written.file_count} stored files, {size >> 20} MiB")
        self.stdout.write(SECRETS)

    def _write(self, file: Path) -> writing.Writer:
        writing.refuse_unmigrated()
        writing.refuse_too_little_room(file.absolute().parent)
        part = file.with_name(f"{file.name}.part")
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as target:
            alone(target.fileno(), part)
            target.truncate()
            try:
                with tar_into(target, compressed=file.suffix in (".gz", ".tgz")) as tar:
                    written = writing.write(tar, tell=self._tell)
                target.flush()
                os.fsync(target.fileno())
                if file.exists():
                    raise Unusable(f"{file} appeared in the meantime; nothing was overwritten.")
                part.rename(file)
            except BaseException:
                with suppress(FileNotFoundError):
                    part.unlink()
                raise
        return written

    def _tell(self, line: str) -> None:
        self.stderr.write(line, self.style.NOTICE)


@contextmanager
def tar_into(target: IO[bytes] | gzip.GzipFile, *, compressed: bool) -> Iterator[tarfile.TarFile]:
    """A tar that is written into an open file."""
    if not compressed:
        with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as tar:
            yield tar
        return
    with (
        gzip.GzipFile(fileobj=target, mode="wb", compresslevel=3) as squeezed,
        tar_into(squeezed, compressed=False) as tar,
    ):
        yield tar


def alone(handle: int, part: Path) -> None:
    """Of two backups into one file the second is refused. What a killed one left behind is written over."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Unusable(f"Another backup is writing {part}.") from None
