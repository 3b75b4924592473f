"""Standard times (mutu baku waktu) as offices write them, in working minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Working minutes. A working day has 7.5 h, a week five days: 37.5 h in five days, Perpres 21/2023.
UNITS = {"menit": 1, "mnt": 1, "mnt.": 1, "'": 1, "jam": 60, "hari": 450, "hr": 450, "minggu": 2250, "mgg": 2250}
#: Words for a time that is whatever was agreed: the window of the SPT.
WINDOW_WORDS = frozenset(
    {"tentatif", "tentative", "kondisional", "situasional", "menyesuaikan", "sesuai jadwal", "sesuai kebutuhan"}
)
ABOUT = re.compile(r"(±|\+\s*/?\s*-|kurang lebih|sekitar|kira-kira)\s*")
AT_MOST = re.compile(r"(maksimal|maksimum|maks\.?|paling lama|paling lambat)\s*")
NUMBER = r"(?:\d{1,6}(?:[.,]\d{1,2})?|½)"
SPELT = r"(?:\s*\([a-z ]{1,40}\))?"
UNIT = "(?:" + "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True)) + r")(?:\s+kerja)?"
PART = rf"{NUMBER}{SPELT}\s*{UNIT}"
PARTS = re.compile(rf"{PART}(?:\s+(?:dan\s+)?{PART})*")
RANGE = re.compile(rf"{NUMBER}{SPELT}\s*(?:{UNIT})?\s*(?:-|–|—|s/d|s\.d\.?|sampai(?: dengan)?|hingga)\s*({PART})")
LONGEST = 120


@dataclass(frozen=True, slots=True)
class StandardTime:
    """A standard time read. `minutes` None is the agreed window; of a range it is the longer end.

    `is_about`: the text says "±" or the like; `least_minutes`: the shorter end of a range. Units: working minutes.
    """

    minutes: int | None
    is_about: bool = False
    least_minutes: int | None = None


def read_time(text: str) -> StandardTime:
    """A standard time such as "± 5 menit", "1 jam 30 mnt", "5-10 menit", "1 minggu" or "Tentatif".

    Raises: ValueError, for a time that does not parse.
    """
    wanted = " ".join(text.lower().split()).rstrip(".;") if len(text) <= LONGEST else ""
    if wanted in WINDOW_WORDS:
        return StandardTime(None)
    amount, about = _without(ABOUT, wanted)
    amount, _at_most = _without(AT_MOST, amount)
    if PARTS.fullmatch(amount):
        return StandardTime(_minutes(amount), is_about=about)
    span = RANGE.fullmatch(amount)
    if span is None:
        raise ValueError(f'{text[:LONGEST]!r} is not a time such as "± 5 menit", "1 jam", "2 hari" or "Tentatif"')
    return StandardTime(_minutes(span[1]), is_about=about, least_minutes=_least(amount))


def _least(span: str) -> int:
    """The shorter end of a range; it shares the unit of the longer one where it has none of its own."""
    number, unit = re.match(NUMBER, span), re.findall(UNIT, span)
    return _minutes(f"{number[0] if number else 0} {unit[0]}")


def minutes_of(text: str) -> int | None:
    """Working minutes of a standard time as signed; None for "Tentatif". Raises: ValueError, if it does not parse."""
    return read_time(text).minutes


def _without(prefix: re.Pattern[str], text: str) -> tuple[str, bool]:
    found = prefix.match(text)
    return (text[found.end() :], True) if found else (text, False)


def _minutes(parts: str) -> int:
    total = 0.0
    for number, unit in re.findall(rf"({NUMBER}){SPELT}\s*({UNIT})", parts):
        count = 0.5 if number == "½" else float(number.replace(",", "."))
        total += count * UNITS[unit.removesuffix("kerja").strip()]
    return round(total)
