"""Full-text search (pencarian) over the words that a case's dossier shows.

Each step says which words it has and which acts change them (`contributes`); the doorway writes them down in the act's
own transaction (`note_words`). Searching narrows what the viewer may see (`narrowed`), never the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from simcap.documents.models import Document

from . import search_tables
from .models import Facilitation
from .search_models import SOURCES, SearchText
from .search_query import parse

#: Keys of cases → rows that begin with such a key; the rest of a row is text, or lists of texts.
Collect = Callable[[Collection[int]], Iterable[tuple[Any, ...]]]
#: So much of a source is indexed, of the log and the report more: PostgreSQL refuses a vector above 1 MB. Units: bytes.
LONGEST, LONGER = 10_000, {"log": 50_000, "report": 30_000}
BATCH = 500


@dataclass(frozen=True, slots=True)
class Contribution:
    """Words of one source, and the acts after which they are no longer the same."""

    source: str
    acts: frozenset[str]
    collect: Collect


_contributions: list[Contribution] = []


def contributes(source: str, *, acts: Collection[str]) -> Callable[[Collect], Collect]:
    """Register words of a source. Take only what the dossier shows, and no contact data."""
    if source not in SOURCES:
        raise ValueError(f"{source} is no source of words.")

    def keep(collect: Collect) -> Collect:
        _contributions.append(Contribution(source, frozenset(acts), collect))
        return collect

    return keep


def note_words(case: Facilitation, *, act: str) -> None:
    """After an act: write down the words that it changed. Changes: at most one row; nothing for most acts."""
    changed = {one.source for one in _contributions if act in one.acts}
    if changed:
        _write([case.pk], changed)


def refresh(cases: Collection[int]) -> None:
    """Write down all words of some cases anew. Whoever removes text from a case calls it, so that no search finds it.

    Changes: their rows. SQLite drops what was removed from its files when the index is next made anew (`rebuild`).
    """
    _write(cases, SOURCES)


def rebuild(*, told: Callable[[int], None] = lambda _count: None) -> int:
    """Make the whole index anew. Answers how many cases are in it."""
    if search_tables.missing(connection):
        search_tables.create(connection, sources=SOURCES)
    count, keys = 0, Facilitation.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=BATCH)
    while batch := list(islice(keys, BATCH)):
        refresh(batch)
        count += len(batch)
        told(count)
    if connection.vendor == "sqlite":
        search_tables.create(connection, sources=SOURCES)  # packed, without remains of what was removed
    return count


def _write(cases: Collection[int], sources: Collection[str]) -> None:
    texts: dict[int, dict[str, list[str]]] = {pk: {source: [] for source in sources} for pk in cases}
    for one in _contributions:
        if one.source in sources:
            for pk, *values in one.collect(cases):
                texts[pk][one.source].extend(_parts(values))
    SearchText.objects.bulk_create(
        [
            SearchText(facilitation_id=pk, **{source: _cut("\n".join(parts), source) for source, parts in said.items()})
            for pk, said in texts.items()
        ],
        update_conflicts=True, unique_fields=["facilitation"], update_fields=list(sources),
    )  # fmt: skip


def _cut(text: str, source: str) -> str:
    return text.encode()[: LONGER.get(source, LONGEST)].decode(errors="ignore")


def _parts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, list):
            yield from (str(one) for one in value)
        elif value:
            yield str(value).replace("\x00", "")


def narrowed(cases: QuerySet[Facilitation], typed: str, *, path: str = "") -> QuerySet[Any]:
    """Of these rows, those whose case has all that was typed. `path` leads from a row to its case.

    Order by `found__number` (behind the path) to have the newest case first without looking at all that match.
    """
    if not typed.strip():
        return cases
    query = parse(typed)
    return cases.filter(**{f"{path}found__words__matches": query}) if query.terms else cases.none()


GIVE_NUMBERS = ("sign_spt", "sign_amendment", "sign_decline", "accept_report", "print_to_sign", "scan_signed")


@contributes("numbers", acts=GIVE_NUMBERS)
def document_numbers(cases: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """Numbers of the documents that were issued."""
    case = Facilitation.objects.filter(uid=OuterRef("case_uid")).values("pk")
    uids = Facilitation.objects.filter(pk__in=cases).values("uid")
    issued = Document.objects.filter(case_uid__in=uids).exclude(number="").annotate(case=Subquery(case))
    return issued.order_by("pk").values_list("case", "number")
