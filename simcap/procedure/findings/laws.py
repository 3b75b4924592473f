"""Citations of regulations (dasar hukum) in running text, and the small table of known regulations."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from simcap.procedure.importing.labels import plain

from .spelling import one_apart

#: How a kind of regulation is written, longest first; ranks by UU 12/2011 Art. 7 (1), 0 where it gives none.
KINDS = (
    ("Perppu", 3, r"peraturan pemerintah pengganti undang\s*[-–]?\s*undang|perppu|perpu"),
    ("PermenPAN-RB", 0, r"peraturan menteri (?:negara )?pendayagunaan aparatur negara(?: dan reformasi birokrasi)?|"
     r"per?men(?:eg)?[ -]?pan[ -]?(?:dan |& ?)?rb|peraturan menteri pan[ -]?(?:dan )?rb|permenpan"),
    ("Permendagri", 0, r"peraturan menteri dalam negeri|permendagri"),
    ("Permenkominfo", 0, r"peraturan menteri komunikasi dan informatika|permen ?kominfo"),
    ("Permen", 0, r"peraturan menteri|permen[a-z]*"),
    ("UU", 3, r"undang\s*[-–]?\s*undang(?: republik indonesia| r\.?i\.?)?|uu(?: r\.?i\.?)?"),
    ("PP", 4, r"peraturan pemerintah(?: republik indonesia| r\.?i\.?)?|pp"),
    ("Perpres", 5, r"peraturan presiden(?: republik indonesia| r\.?i\.?)?|perpres"),
    ("Perda Provinsi", 6, r"peraturan daerah (?:provinsi|propinsi)|perda prov(?:insi|\.)?"),
    ("Perda Kab/Kota", 7, r"peraturan daerah (?:kabupaten|kota)|perda (?:kab(?:upaten|\.)?|kota)"),
    ("Perda", 0, r"peraturan daerah|perda"),
    ("Pergub", 0, r"peraturan gubernur|pergub"),
    ("Perbup", 0, r"peraturan bupati|perbup"),
    ("Perwako", 0, r"peraturan wali ?kota|perwa(?:ko|li)"),
    ("Keputusan", 0, r"keputusan [a-z ]{3,40}|kep(?:men|pres|gub)[a-z]*"),
)  # fmt: skip
RANKS = {name: rank for name, rank, _ in KINDS}
NUMBER = r"(?:(?P<style>nomor|nomer|no|n0)\b\.?\s*:?\s*)?(?P<number>\d{1,4}[a-z]?)"
YEAR = r"(?:\s*tahun\s*|\s*thn?\.?\s*|\s*/\s*)(?P<year>(?:19|20)\d{2})"
CITATION = re.compile(
    r"\b(?:" + "|".join(f"(?P<k{at}>{words})" for at, (_, _, words) in enumerate(KINDS)) + r")\b"
    rf"(?P<org>(?:(?!\btentang\b|\bnomor\b|\bno\b)[^0-9;]){{0,100}}?)\s*{NUMBER}{YEAR}", re.IGNORECASE
)  # fmt: skip
TITLE = re.compile(r"\s*,?\s*tentang\s+(?P<title>[^;]*)", re.IGNORECASE)
#: Where a title ends and its gazette begins.
GAZETTE = re.compile(r"\(|\blembaran\b|\bsebagaimana\b|\bjo\b", re.IGNORECASE)
AMENDING = re.compile(r"\bperubahan\b[^;]{0,60}$", re.IGNORECASE)
LEADING = re.compile(r"\b(atas|tentang|pelaksanaan|pelaksana|dengan)\s*$", re.IGNORECASE)
SMALL_WORDS = frozenset({"dan", "di", "ke", "dari", "yang", "atas", "serta", "tentang", "untuk", "pada", "dalam"})
LONGEST_ITEM = 2_000
#: Citations beyond this are not compared: no legal basis has so many.
MOST = 200
#: A shorter word is no slip of another.
SHORTEST_SLIP = 4


@dataclass(frozen=True, slots=True)
class Citation:
    """One regulation as cited: its kind, whose it is, number and year, the title given, and what it amends."""

    item: int
    kind: str
    org: str
    number: str
    year: int
    title: str
    words: str
    style: str
    is_inner: bool
    amends: str = ""

    @property
    def key(self) -> str:
        """As the table of known regulations names it."""
        return f"{self.kind} {self.number}/{self.year}"


@dataclass(frozen=True, slots=True)
class Regulation:
    """A known regulation."""

    kind: str
    number: str
    year: int
    title: str
    amends: str = ""
    replaced_by: str = ""
    amended_by: tuple[str, ...] = ()
    source: str = ""
    confirmed: bool = False

    @property
    def key(self) -> str:
        """Kind, number and year in one."""
        return f"{self.kind} {self.number}/{self.year}"


@cache
def known() -> dict[str, Regulation]:
    """The table of known regulations, by key."""
    content = tomllib.loads((Path(__file__).parent / "regulations.toml").read_text(encoding="utf-8"))
    found = (Regulation(**each | {"amended_by": tuple(each.get("amended_by", ()))}) for each in content["regulation"])
    return {each.key: each for each in found}


def citations(items: tuple[str, ...]) -> list[Citation]:
    """Every regulation that the items of a legal basis cite, those within another's title included."""
    return list(islice((each for at, item in enumerate(items) for each in _of_item(at, item[:LONGEST_ITEM])), MOST))


def _of_item(at: int, item: str) -> Iterator[Citation]:
    found = list(CITATION.finditer(item))
    for position, one in enumerate(found):
        end = found[position + 1].start() if position + 1 < len(found) else len(item)
        titled = TITLE.match(item[one.end() : end])
        inner = position > 0 and bool(LEADING.search(item[: one.start()]))
        kind = next(name for n, (name, _, _) in enumerate(KINDS) if one[f"k{n}"] is not None)
        title = GAZETTE.split(titled["title"] if titled else "", maxsplit=1)[0].strip(" .,;")
        amends = ""
        if position + 1 < len(found) and AMENDING.search(item[one.end() : end]):
            amends = "next"
        yield Citation(
            item=at, kind=kind, org=plain(one["org"] or ""), number=one["number"].lstrip("0") or "0",
            year=int(one["year"]), title=title, words=one[0],
            style=_style(one), is_inner=inner, amends=amends,
        )  # fmt: skip


def _style(found: re.Match[str]) -> str:
    """How kind and number are written: "long nomor", "long no", "short" and the like."""
    spelt = plain(found[0]).startswith(("undang", "peraturan", "keputusan"))
    return f"{'long' if spelt else 'short'} {(found['style'] or '').lower()}".strip()


def alike(one: str, other: str) -> bool:
    """Whether two titles name the same subject: the same words, one letter apart, or one is the other's initials."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    if [word for word in first if word.isdigit()] != [word for word in second if word.isdigit()]:
        return False
    return _aligned(first, second)


def _aligned(first: list[str], second: list[str]) -> bool:
    """Word for word; a word may be one letter off, or the initials of several on the other side."""
    at = other = 0
    while at < len(first) and other < len(second):
        one, two = first[at], second[other]
        if one == two or (len(one) > SHORTEST_SLIP and one_apart(one, two)):
            at, other = at + 1, other + 1
        elif one == _initials(second[other : other + len(one)]):
            at, other = at + 1, other + len(one)
        elif two == _initials(first[at : at + len(two)]):
            at, other = at + len(two), other + 1
        else:
            return False
    return at == len(first) and other == len(second)


def _words(title: str) -> list[str]:
    return [word for word in plain(title).split() if word not in SMALL_WORDS]


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words) if len(words) > 1 else ""
