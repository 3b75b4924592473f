"""Single values of a form: a date, the items of a box, who signed."""

from __future__ import annotations

import re
from datetime import date

from .labels import plain

MONTHS = {
    name: number
    for number, names in enumerate(
        ("januari jan january", "februari feb pebruari february", "maret mar march", "april apr", "mei may",
         "juni jun june", "juli jul july", "agustus agu ags aug agt august", "september sep sept",
         "oktober okt oct october", "november nov nopember nop", "desember des dec december"), start=1
    )
    for name in names.split()
}  # fmt: skip
ISO = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})")
FIGURES = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4})")
WORDS = re.compile(r"(\d{1,2}) ([a-z]+) (\d{4})")
NUMBERED = re.compile(r"\(?(\d{1,2})[.)](?!\d)\s*|([a-zA-Z])[.)]\s+|[-–•●▪o]\s+")
INLINE = re.compile(r"(?:(?<=\s)|^)(\d{1,2})[.)]\s+")
NIP = re.compile(r"[,;]?\s*\bN\s*\.?\s*I\s*\.?\s*P\b\s*[.:]*\s*([\d .]*\d)?", re.IGNORECASE)
TITLE = re.compile(r"\b(Drs?\.|Dra\.|Ir\.|Prof\.|H\.|Hj\.|dr\.|[A-Z][A-Z.']{3,}\b)")
EMPTY = frozenset({"", "-", "--", "---", "–", "—", "…", "...", "....", "n/a"})


def day_of(text: str) -> date | None:
    """A date as offices write it: "2 Juni 2021", "02-06-2021", "2021-06-02". Raises: ValueError, if it is none."""
    if text.strip() in EMPTY:
        return None
    words = plain(text)
    try:
        if found := ISO.fullmatch(words):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := FIGURES.fullmatch(words):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if (found := WORDS.fullmatch(words)) and found[2] in MONTHS:
            return date(int(found[3]), MONTHS[found[2]], int(found[1]))
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the calendar") from None
    raise ValueError(f"{text!r} is not a date")


def items_of(lines: list[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The items of a box without their numbers, and the numbers; a line without one goes on with the item above."""
    items: list[str] = []
    numbers: list[int] = []
    for line in (part for each in lines for part in _split(each)):
        if line in EMPTY:
            continue
        found = NUMBERED.match(line)
        words = line[found.end() :].strip() if found else line
        if found and found[1]:
            numbers.append(int(found[1]))
        if not words:
            continue
        if found is None and numbers and items:
            items[-1] = f"{items[-1]} {words}"
        else:
            items.append(words)
    return tuple(items), tuple(numbers)


def _split(line: str) -> list[str]:
    """One line that holds "1. … 2. … 3. …" as several; numbers that do not count on are words."""
    starts, wanted = [], 1
    for found in INLINE.finditer(line):
        if int(found[1]) == wanted:
            starts.append(found.start())
            wanted += 1
    if len(starts) < 2 or starts[0]:
        return [line]
    return [line[at:end].strip() for at, end in zip(starts, [*starts[1:], len(line)], strict=True)]


def signer_of(lines: list[str]) -> tuple[str, str, str]:
    """Post, name and NIP of who signed; what cannot be told apart is empty."""
    words = "\n".join(lines)
    nip = ""
    if found := NIP.search(words):
        nip = (found[1] or "").strip()
        words = f"{words[: found.start()]}\n{words[found.end() :]}"
    parts = [part.strip(" ,;") for part in words.split("\n") if part.strip(" ,;.")]
    if len(parts) == 1 and (name := TITLE.search(parts[0])) and name.start():
        parts = [parts[0][: name.start()].strip(" ,"), parts[0][name.start() :]]
    if len(parts) < 2:
        return ("", parts[0] if parts else "", nip) if nip else (parts[0] if parts else "", "", nip)
    return " ".join(parts[:-1]), parts[-1], nip
