"""What a printed form (formulir kertas) says. It is made from an act's own form, so inputs are defined once."""

from __future__ import annotations

from dataclasses import dataclass

from simcap.documents.content import Letterhead, SheetMark


@dataclass(frozen=True, kw_only=True)
class Box:
    """One choice, with a box to tick."""

    label: str
    ticked: bool = False


@dataclass(frozen=True, kw_only=True)
class Blank:
    """One input.

    Shape: `kind` is `line`, `lines` (ruled, `count` of them), `short` (a figure), `moment`, `date`, `boxes` (`several`
    may be ticked), `check`, `enclosure` (a file: put it with the sheet) or `signature`; `value` is what is known.
    """

    label: str
    kind: str
    value: str = ""
    hint: str = ""
    count: int = 1
    required: bool = True
    several: bool = False
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a list. Shape: `kind` as a `Blank`'s, or `given` for what the program filled in."""

    label: str
    kind: str
    boxes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A list: its lines as far as they are known, and empty ones. Shape: a cell's ticked choices as `✓ label`."""

    label: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of what the sheet is about."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class FormSheet:
    """A printed form (formulir): the case's face, the inputs as blanks, who fills it in; `wide` prints it across."""

    letterhead: Letterhead
    title: str
    note: str
    about: tuple[Fact, ...]
    performers: str
    sheet: SheetMark
    blanks: tuple[Blank, ...] = ()
    grids: tuple[Grid, ...] = ()
    then: str = ""
    wide: bool = False
    is_extension: bool = False
