"""Write a backup while the office works: one snapshot of the database, then the files that it refers to."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Sum

from simcap import clock
from simcap.documents.models import StoredFile
from simcap.documents.store import FileMissing, path_of
from simcap.journal.append import moment

from .form import FORMAT, HEADER, MANIFEST, PART_BYTES, Unusable, columns_of, encoder, kept_models

Tell = Callable[[str], None]
ROWS_AT_ONCE = 2000
FILES_BETWEEN_LINES = 500


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction that sees the database as it stood when it began, holds nobody up, and changes nothing."""
    if connection.vendor == "sqlite":
        usual, connection.transaction_mode = connection.transaction_mode, None  # type: ignore[attr-defined]  # a reader stands in no line
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = usual  # type: ignore[attr-defined]
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@dataclass
class Writer:
    """A tar that is being written, with what its manifest will say."""

    tar: tarfile.TarFile
    tell: Tell
    members: list[dict[str, Any]] = field(default_factory=list)
    row_count: int = 0
    file_count: int = 0
    file_bytes: int = 0

    def add(self, name: str, data: bytes) -> None:
        """Add a member that the manifest lists."""
        self.members.append({"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()})
        self._put(name, data)

    def add_file(self, file: StoredFile) -> None:
        """Add a stored file; its name is its hash. Raises: FileMissing when it is gone or changed."""
        data = _bytes_of(file)
        self._put(f"files/{path_of(file.sha256)}", data)
        self.file_count += 1
        self.file_bytes += len(data)

    def close(self) -> None:
        """Add the manifest, the last member: a tar without it is not whole."""
        files = {"count": self.file_count, "bytes": self.file_bytes}
        self._put(MANIFEST, _json({"format": "simcap-backup", "members": self.members, "files": files}))

    def _put(self, name: str, data: bytes) -> None:
        about = tarfile.TarInfo(name)
        about.size, about.mode, about.mtime = len(data), 0o600, int(clock.now().timestamp())
        self.tar.addfile(about, io.BytesIO(data))
        self.tar.members.clear()  # type: ignore[attr-defined]  # else it remembers every one


def _bytes_of(file: StoredFile) -> bytes:
    try:
        with default_storage.open(path_of(file.sha256)) as stored:
            data: bytes = stored.read()
    except FileNotFoundError:
        raise FileMissing(f"{file.sha256}: the file is missing") from None
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise FileMissing(f"{file.sha256}: the file was changed")
    return data


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1) + "\n").encode()


def refuse_unmigrated() -> None:
    """Raises: Unusable when the database is not at the program's own schema."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Unusable("The database is not at this program's schema. Run: simcap migrate")


def refuse_too_little_room(folder: Path) -> None:
    """Raises: Unusable when the folder has less room than the backup may need."""
    files = StoredFile.objects.filter(destroyed_at=None).aggregate(total=Sum("size"))["total"] or 0
    around = StoredFile.objects.count() << 10  # what a tar adds to each file
    need, free = files + around + _database_bytes(), shutil.disk_usage(folder).free
    if need > free:
        raise Unusable(f"The backup may need {need >> 20} MiB; {folder} has {free >> 20} MiB free.")


def _database_bytes() -> int:
    sizes = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    with connection.cursor() as cursor:
        cursor.execute(sizes[connection.vendor])
        return int(cursor.fetchone()[0])


def write(tar: tarfile.TarFile, *, tell: Tell) -> Writer:
    """Write everything into an open tar. Answers what was written.

    Raises: FileMissing for the first stored file that does not stand its check.
    """
    writer = Writer(tar, tell)
    with snapshot():
        tables = kept_models(apps.get_models(include_auto_created=True))
        writer.add(HEADER, _json(_header(tables)))  # its first query is the moment of the snapshot
        for path in sorted((settings.SIMCAP_VAR / "definitions").glob("*.toml")):
            writer.add(f"definitions/{path.name}", path.read_bytes())
        for number, model in enumerate(tables, start=1):
            count = _write_table(writer, model)
            writer.row_count += count
            if count:
                tell(f"table {number} of {len(tables)}: {model._meta.db_table}, {count} rows")
        _write_files(writer)
    writer.close()
    return writer


def _header(tables: list[type[models.Model]]) -> dict[str, Any]:
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {
        "format": "simcap-backup", "v": FORMAT, "taken_at": moment(clock.now()), "engine": connection.vendor,
        "demo": settings.SIMCAP_DEMO, "migrations": [list(one) for one in applied],
        "tables": {one._meta.db_table: [column.column for column in columns_of(one)] for one in tables},
    }  # fmt: skip


def _write_table(writer: Writer, model: type[models.Model]) -> int:
    encode, table = encoder(model), model._meta.db_table
    names = [one.attname for one in columns_of(model)]
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=ROWS_AT_ONCE)
    part, lines, size, count = 0, [], 0, 0
    for row in rows:
        line = json.dumps(encode(row), ensure_ascii=False, separators=(",", ":")).encode()
        lines.append(line)
        size, count = size + len(line), count + 1
        if size >= PART_BYTES:
            part += 1
            writer.add(f"tables/{table}/{part:06d}.jsonl", b"\n".join(lines) + b"\n")
            lines, size = [], 0
    if lines:
        writer.add(f"tables/{table}/{part + 1:06d}.jsonl", b"\n".join(lines) + b"\n")
    return count


def _write_files(writer: Writer) -> None:
    kept = StoredFile.objects.filter(destroyed_at=None).order_by("pk")
    total = kept.count()
    for file in kept.iterator(chunk_size=ROWS_AT_ONCE):
        writer.add_file(file)
        if writer.file_count % FILES_BETWEEN_LINES == 0 or writer.file_count == total:
            writer.tell(f"file {writer.file_count} of {total}, {writer.file_bytes >> 20} MiB")
