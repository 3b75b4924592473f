"""Gaps: what a draft definition cannot know yet. A gap is a text that begins with `???` and then says what is missing.

It may stand in place of any value, of a list or of a whole table. Loading refuses a file as long as it has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simcap.procedure.definition import ImpossibleDefinition

MARK = "???"
#: Lists of tables whose dotted keys use a name of their own, as `tables.Table.listed` does.
NAMED_BY = {"steps": "no", "stages": "id", "acts": "id"}


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap (celah): its dotted key, and what is missing there."""

    key: str
    missing: str


class UnfilledGaps(ImpossibleDefinition):
    """A draft that still has gaps; the refusal names the first, `gaps` has them all."""

    def __init__(self, file: str, gaps: tuple[Gap, ...]) -> None:
        first, others = gaps[0], len(gaps) - 1
        more = f" ({others} more such gap{'s' if others > 1 else ''})" if others else ""
        super().__init__(file, first.key, f"is a gap to be filled: {first.missing}{more}")
        self.gaps = gaps


def gap(missing: str) -> str:
    """The value that stands for what is missing."""
    return f"{MARK} {missing}"


def is_gap(value: object) -> bool:
    """Whether a value of a definition file is a gap."""
    return isinstance(value, str) and value.lstrip().startswith(MARK)


def gaps_in(content: object, key: str = "") -> Iterator[Gap]:
    """Every gap of a file's content, in the file's order."""
    if isinstance(content, str) and is_gap(content):
        yield Gap(key, content.strip().removeprefix(MARK).strip() or "not filled in")
    elif isinstance(content, dict):
        for name, value in content.items():
            yield from gaps_in(value, f"{key}.{name}" if key else name)
    elif isinstance(content, list):
        for position, value in enumerate(content):
            yield from gaps_in(value, _item_key(key, position, value))


def _item_key(key: str, position: int, value: object) -> str:
    name = value.get(NAMED_BY.get(key, "")) if isinstance(value, dict) else None
    usable = isinstance(name, (str, int)) and name != "" and not is_gap(name)
    return f"{key}.{name}" if usable else f"{key}[{position}]"


def refuse_gaps(content: dict[str, object], *, file: str) -> None:
    """Refuse a draft. Raises: UnfilledGaps."""
    found = tuple(gaps_in(content))
    if found:
        raise UnfilledGaps(file, found)
