"""Spelling: known terms and usual slips, and how near a word is to a term."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SHORTEST_ENGLISH, SHORTEST_INDONESIAN = 6, 7
ENGLISH_ENDINGS = ("s", "d", "r", "ed", "er", "es", "ing")


@cache
def _lists() -> dict[str, frozenset[str]]:
    content = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return {name: frozenset(content[name]) for name in ("english", "indonesian", "valid")}


@cache
def _slips() -> dict[str, str]:
    content = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return dict(content["wrong"])


def bare(word: str) -> str:
    """Small letters without accents."""
    return "".join(each for each in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(each))


@lru_cache(maxsize=10_000)
def meant(word: str) -> str:
    """What a misspelt word was to be; empty for a word that is right or unknown."""
    small, plain = word.casefold(), bare(word)
    lists = _lists()
    known = lists["english"] | lists["indonesian"] | {"standar", "nomor", "tanggal", "kepala", "dinas"}
    if small != plain and plain in known:
        return plain
    if plain in _slips():
        return _slips()[plain]
    if plain in known or plain in lists["valid"]:
        return ""
    english = (term for term in lists["english"] if _like_english(plain, term))
    indonesian = (term for term in lists["indonesian"] if _like_indonesian(plain, term))
    return next(english, "") or next(indonesian, "")


def _like_english(word: str, term: str) -> bool:
    if len(word) < SHORTEST_ENGLISH - 1 or len(term) < SHORTEST_ENGLISH or word[0] != term[0]:
        return False
    return one_apart(word, term) and not any(word == term + end for end in ENGLISH_ENDINGS)


def _like_indonesian(word: str, term: str) -> bool:
    """First letter and endings are left alone: there Indonesian words change by rule (men-/pen-, -an/-i/-kan)."""
    if word == term[:-1] and len(word) > SHORTEST_INDONESIAN:
        return True
    if min(len(word), len(term)) < SHORTEST_INDONESIAN or (word[0], word[-1]) != (term[0], term[-1]):
        return False
    return one_apart(word, term)


def one_apart(one: str, other: str) -> bool:
    """Whether one letter was left out, added, changed, or two neighbours swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    if short[at + 1 :] == long[at + 1 :]:
        return True
    return short[at + 2 :] == long[at + 2 :] and short[at : at + 2] == long[at : at + 2][::-1]
