"""What the shipped fonts can show: text is made legible before it is typeset.

An archive PDF must not hold a character without a glyph, so such a character is shown as an empty box (the stored
content keeps it) and invisible ones are dropped.
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent / "fonts"
UNKNOWN = "\u25a1"
_VERBATIM_KEYS = {"url", "file", "logo", "qr"}


def legible(value: Any, *, plainest: bool = False) -> Any:
    """The same content with every text made legible. `plainest` keeps to the main font, without marks."""
    if isinstance(value, str):
        return _legible_text(value, plainest)
    if isinstance(value, list):
        return [legible(item, plainest=plainest) for item in value]
    if isinstance(value, dict):
        return {key: item if key in _VERBATIM_KEYS else legible(item, plainest=plainest) for key, item in value.items()}
    return value


def _legible_text(text: str, plainest: bool) -> str:
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    return composed.translate({ord(character): _shown(character, plainest) for character in set(composed)})


def _shown(character: str, plainest: bool) -> str:
    category = unicodedata.category(character)
    if character in "\n\t":
        return character
    if category in {"Cc", "Cf"} or 0xFE00 <= ord(character) <= 0xFE0F:
        return ""
    if plainest and category.startswith("M"):
        return ""
    known = _main_font() if plainest else _both_fonts()
    return character if ord(character) in known else UNKNOWN


@cache
def _main_font() -> frozenset[int]:
    faces = [_characters(path) for path in sorted(FONTS.glob("LiberationSans-*.ttf"))]
    return frozenset.intersection(*faces)


@cache
def _both_fonts() -> frozenset[int]:
    return _main_font() | _characters(FONTS / "DejaVuSans.ttf")


def _characters(path: Path) -> frozenset[int]:
    """The characters of a TrueType font, from the format 4 and 12 tables of its `cmap`."""
    data = path.read_bytes()
    (table_count,) = struct.unpack_from(">H", data, 4)
    tables = (struct.unpack_from(">4sLLL", data, 12 + 16 * index) for index in range(table_count))
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    (subtable_count,) = struct.unpack_from(">H", data, cmap + 2)
    known: set[int] = set()
    for index in range(subtable_count):
        _, _, offset = struct.unpack_from(">HHL", data, cmap + 4 + 8 * index)
        known |= _subtable_characters(data, cmap + offset)
    return frozenset(code for code in known if not 0xE000 <= code <= 0xF8FF)  # an archive PDF forbids private use


def _subtable_characters(data: bytes, at: int) -> set[int]:
    (form,) = struct.unpack_from(">H", data, at)
    if form == 4:
        half = struct.unpack_from(">H", data, at + 6)[0] // 2
        ends = struct.unpack_from(f">{half}H", data, at + 14)
        starts = struct.unpack_from(f">{half}H", data, at + 16 + 2 * half)
        spans = (range(start, end + 1) for start, end in zip(starts, ends, strict=True) if end != 0xFFFF)
        return {code for span in spans for code in span}
    if form == 12:
        (count,) = struct.unpack_from(">L", data, at + 12)
        groups = (struct.unpack_from(">LLL", data, at + 16 + 12 * index) for index in range(count))
        return {code for start, end, _ in groups for code in range(start, end + 1)}
    return set()
