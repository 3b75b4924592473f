"""A column's value as each reader needs it: a person, a sheet with real dates and numbers, a program."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as format_date
from django.utils.formats import number_format

from simcap.facilitation.phrases import short_moment

from .book import Column, Value

#: What makes a spreadsheet take a text for a formula, whatever stands before it in other scripts' width.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


#: A short word before a short value stays beside it. Units: letters.
SHORT_WORD, SHORT_VALUE, NEVER_APART = 4, 16, "\N{NO-BREAK SPACE}"


def shown(value: Value, zone: str) -> str:
    """For people, in the current language: `8 Jun 2026 09.10`, `1.180`, `22,5`."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return short_moment(value, zone)
    if isinstance(value, date):
        return format_date(value, "j M Y")
    if isinstance(value, int | Decimal):
        return number_format(_short(value), use_l10n=True, force_grouping=True)
    return value


def line_of(column: Column, value: Value, zone: str) -> str:
    """As one of several lines in a cell, with the word before it; empty without a value."""
    text = shown(value, zone)
    if not column.lead or not text:
        return text
    beside = len(str(column.lead)) <= SHORT_WORD and len(text) <= SHORT_VALUE
    return f"{column.lead}{NEVER_APART if beside else ' '}{text}"


def _short(value: int | Decimal) -> int | Decimal:
    """Without zeros at the end."""
    return value if isinstance(value, int) else Decimal(f"{value.normalize():f}")


def real(value: Value, zone: str) -> str | date | datetime | int | float | None:
    """For a sheet: dates and numbers as such, moments by the office's clock."""
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
    if isinstance(value, Decimal):
        return float(value)
    return value


def written(value: Value, zone: str) -> str:
    """For a program: ISO 8601 dates, moments by the office's clock, a point in decimals."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{real(value, zone):%Y-%m-%d %H:%M}"
    return str(_short(value)) if isinstance(value, Decimal) else str(value)


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula: what begins like one has an apostrophe before it.

    Source: OWASP, CSV injection.
    """
    return f"'{text}" if text.lstrip(" \xa0").startswith(FORMULA) else text
