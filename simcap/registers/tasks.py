"""Long exports: made by the worker, told how far, kept for some days."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from datetime import timedelta
from typing import IO, Protocol

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import translation
from django_tasks import task

from simcap import clock
from simcap.facilitation.occasion import officer_actor
from simcap.facilitation.rights import Powers
from simcap.people.models import Office

from .exporting import Asked, Told, take
from .models import Export

log = logging.getLogger(__name__)
#: Days for which a finished export can be fetched.
KEPT_DAYS = 3
#: What else the worker makes in this way, by the code of the export: writes it and answers how many rows.
MAKERS: dict[str, Callable[[Export, Powers, IO[bytes], Told], int]] = {}


class Wished(Protocol):
    """What can be ordered: what it is of, as an export keeps it."""

    @property
    def office(self) -> Office: ...
    @property
    def book(self) -> str: ...
    @property
    def query(self) -> str: ...
    @property
    def format(self) -> str: ...


def asked_by(export: Export) -> Asked:
    """What an export is of, with what its owner may see now."""
    powers = _powers_of(export)
    return Asked(office=export.office, powers=powers, book=export.book, query=export.query, format=export.format)


def _powers_of(export: Export) -> Powers:
    return Powers(officer_actor(export.account), clock.now())


def _book(export: Export, powers: Powers, out: IO[bytes], told: Told) -> int:
    return take(asked_by(export), out, told=told)


def order(asked: Wished, *, account: object, language: str) -> Export:
    """Have the worker make an export; one that is under way already is not made twice."""
    given = {"account": account, "book": asked.book, "query": asked.query, "format": asked.format}
    found = Export.objects.filter(**given, finished_at=None, failed_at=None).first()
    if found is None:
        found = Export.objects.create(**given, office=asked.office, language=language, asked_at=clock.now())
        make_export.enqueue(found.pk)
    return found


@task()
def make_export(pk: int) -> int:
    """Make one export. Answers how many rows it has. Changes: the file, the export's row, an entry in the journal."""
    export = Export.objects.select_related("office", "account__officer__office").get(pk=pk)
    try:
        return _made(export)
    except Exception:
        Export.objects.filter(pk=pk).update(failed_at=clock.now())
        log.exception("The export %s was not made.", export.uid)
        raise


def _made(export: Export) -> int:
    make = MAKERS.get(export.book, _book)
    Export.objects.filter(pk=export.pk).update(started_at=clock.now())

    def told(done: int, total: int) -> None:
        Export.objects.filter(pk=export.pk).update(rows_done=done, rows_total=total)

    with translation.override(export.language), tempfile.TemporaryFile() as out:
        count = make(export, _powers_of(export), out, told)
        size = out.tell()
        out.seek(0)
        path = default_storage.save(f"exports/{export.uid}.{export.format}", File(out))
    Export.objects.filter(pk=export.pk).update(
        finished_at=clock.now(), rows_done=count, rows_total=count, path=path, size=size
    )
    drop_export.using(run_after=clock.now() + timedelta(days=KEPT_DAYS)).enqueue(export.pk)
    return count


@task()
def drop_export(pk: int) -> None:
    """Remove the file of an export whose days are over; its row stays."""
    export = Export.objects.get(pk=pk)
    if export.path:
        Export.objects.filter(pk=pk).update(path="")
        default_storage.delete(export.path)
