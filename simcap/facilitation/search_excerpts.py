"""Where a case was found: the source, and a stretch of it with the words marked. The same on both engines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_lazy as _

from .search_models import HIDDEN, SOURCES, SearchText
from .search_query import TOKEN, Query, Term, parse, plain

LABELS = {
    "numbers": _("Nomor"), "letter": _("Surat"), "place": _("Tempat"), "disposition": _("Disposisi"),
    "assignment": _("SPT"), "log": _("Catatan kegiatan"), "report": _("Laporan"), "decision": _("Kelengkapan"),
}  # fmt: skip
#: Words before the first find, and in all.
BEFORE, WORDS = 4, 16
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `marked` when it is what was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A find. Shape: `source` as people call it; the pieces follow one another."""

    source: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The stretch without marks."""
        return "".join(one.text for one in self.pieces)


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    plain: str


def excerpts(cases: Collection[int], typed: str) -> dict[int, Excerpt]:
    """Where each of these cases was found, by key; the caller has made sure that the viewer sees them.

    A case in which no word can be shown (it changed a moment ago) is left out.
    """
    query = parse(typed)
    if not query.terms or not cases:
        return {}
    texts = {one.pk: one for one in SearchText.objects.filter(pk__in=cases)}
    found = {pk: _best(one, query, {}) for pk, one in texts.items()}
    missed = [texts[pk] for pk, one in found.items() if one is None]
    if missed and connection.vendor == "postgresql":
        stems = _stems(missed, query)
        found |= {one.pk: _best(one, query, stems) for one in missed}
    return {pk: one for pk, one in found.items() if one}


def _best(row: SearchText, query: Query, stems: Mapping[str, str]) -> Excerpt | None:
    """The source that holds most of the terms; of equals the first."""
    best: tuple[int, Excerpt] | None = None
    for source in SOURCES:
        text = _readable(getattr(row, source))
        words = [_Word(one.start(), one.end(), plain(one.group())) for one in TOKEN.finditer(text)]
        finds = [set(_finds(words, term, stems)) for term in query.terms]
        count = sum(1 for one in finds if one)
        if count and (best is None or count > best[0]):
            best = count, Excerpt(str(LABELS[source]), _pieces(text, words, set().union(*finds)))
    return best[1] if best else None


def _readable(text: str) -> str:
    """A source as one line, its parts kept apart."""
    parts = (BLANKS.sub(" ", part).strip() for part in text.partition(HIDDEN)[0].split("\n"))
    return " · ".join(part for part in parts if part)


def _finds(words: list[_Word], term: Term, stems: Mapping[str, str]) -> Iterator[int]:
    """Places of the words that a term covers."""
    size = len(term.tokens)
    for at in range(len(words) - size + 1):
        here = [one.plain for one in words[at : at + size]]
        same = here[:-1] == list(term.tokens[:-1])
        last = here[-1].startswith(term.tokens[-1]) if term.open else here[-1] == term.tokens[-1]
        stem = stems.get(here[-1])
        if same and (last or (term.is_word and stem is not None and stem == stems.get(term.tokens[-1]))):
            yield from range(at, at + size)


def _pieces(text: str, words: list[_Word], marked: set[int]) -> tuple[Piece, ...]:
    first = max(0, min(marked) - BEFORE)
    last = min(len(words), first + WORDS) - 1
    start = words[first].start if first else 0
    end = words[last].end if last < len(words) - 1 else len(text)
    found, at = [Piece("… ", False)] if first else [], start
    for place in sorted(one for one in marked if first <= one <= last):
        found += [Piece(text[at : words[place].start], False), Piece(text[words[place].start : words[place].end], True)]
        at = words[place].end
    found.append(Piece(text[at:end] + (" …" if end < len(text) else ""), False))
    return tuple(one for one in found if one.text)


def _stems(rows: Collection[SearchText], query: Query) -> dict[str, str]:
    """Stems of all words of some texts and of the query, as the engine makes them."""
    words = {plain(word) for row in rows for source in SOURCES for word in TOKEN.findall(getattr(row, source))}
    words |= {token for term in query.terms for token in term.tokens}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, (ts_lexize('indonesian_stem', word))[1] FROM unnest(%s::text[]) AS word", [sorted(words)]
        )
        return {word: stem for word, stem in cursor.fetchall() if stem}
