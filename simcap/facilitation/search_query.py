"""What somebody typed into a search box, as each engine wants it said. Nothing that can be typed is an error."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, TextField

#: More is not looked for: nobody types it, and each word costs.
MOST_TERMS, LONGEST = 8, 200
#: A single sign begins half of all words.
SHORTEST_PREFIX = 2
#: A phrase in quotes (an unfinished one too), or what stands between spaces.
PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')
TOKEN = re.compile(r"[^\W_]+")
QUOTES = str.maketrans("“”„«»", '"""""')


def plain(word: str) -> str:
    """A word without case and diacritics, as the indexes hold it."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after another; `open` leaves the end of the last word open."""

    tokens: tuple[str, ...]
    open: bool

    @property
    def is_word(self) -> bool:
        """A single word outside of quotes, which may also be found by its stem."""
        return self.open and len(self.tokens) == 1


@dataclass(frozen=True, slots=True)
class Query:
    """All terms, each of which must be there. Without terms there was nothing to look for."""

    terms: tuple[Term, ...]

    def fts5(self) -> str:
        """As SQLite's FTS5 reads it."""
        return " AND ".join(f'"{" ".join(one.tokens)}"{" *" if one.open else ""}' for one in self.terms)

    def tsquery(self) -> tuple[str, list[str]]:
        """As PostgreSQL reads it: an expression and its parameters. A word counts as it is written or by its stem."""
        parts, params = [], []
        for one in self.terms:
            written = " <-> ".join(f"'{token}'" for token in one.tokens) + (":*" if one.open else "")
            parts.append("to_tsquery('simple', %s)")
            params.append(written)
            if one.is_word:
                parts[-1] = f"({parts[-1]} || to_tsquery('indonesian', %s))"
                params.append(f"'{one.tokens[0]}'")
        return " && ".join(parts), params


def parse(typed: str) -> Query:
    """Words, "phrases in quotes", and numbers with their dots and strokes, which are phrases too."""
    text = typed[:LONGEST].translate(QUOTES)
    terms = [_term(quoted, loose) for quoted, loose in PIECE.findall(text)]
    return Query(tuple(one for one in terms if one.tokens)[:MOST_TERMS])


def _term(quoted: str, loose: str) -> Term:
    tokens = tuple(TOKEN.findall(plain(quoted or loose)))
    return Term(tokens, bool(loose) and sum(len(one) for one in tokens) >= SHORTEST_PREFIX)


@TextField.register_lookup
class Matches(Lookup[Any]):
    """`SearchIndex.words` matches a query."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} MATCH %s", [*params, self.rhs.fts5()]

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        expression, words = self.rhs.tsquery()
        return f"{column} @@ ({expression})", [*params, *words]
