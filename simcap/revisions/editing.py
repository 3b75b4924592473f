"""A definition file as a structured form: fields by the dotted key that the loader's refusals name, and back to text.

What is typed is never judged here: whatever does not fit its key is kept as text, and the loader says why.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from simcap.procedure.gaps import NAMED_BY
from simcap.procedure.writing import toml_text

Kind = Literal["line", "text", "list", "day", "number", "standard", "marks"]
Content = dict[str, Any]
#: What stands for the window of the SPT where a standard is typed; the file writes it as `window`.
WINDOW = "Tentatif"
#: Keys of the file that share one field of the form.
SHARED = {"standard_minutes": "standard"}


class NotRead(ValueError):
    """A text that is no TOML, so that it has no fields; the sentence is the reader's own."""


@dataclass(frozen=True, slots=True)
class Place:
    """One field: the dotted key, how it is typed, and what the text says there; `marked` for `marks`."""

    key: str
    kind: Kind
    value: str
    marked: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The key as an id of the page."""
        return "f-" + self.key.replace(".", "-")


def content_of(text: str) -> Content:
    """The content of a file. Raises: NotRead."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise NotRead(str(error)) from error


_IDENTITY: tuple[tuple[str, Kind], ...] = (
    ("number", "line"), ("unit", "line"), ("division", "line"), ("name", "text"), ("made_on", "day"),
    ("revised_on", "day"), ("effective_on", "day"), ("signed_by_post", "line"), ("signed_by_name", "line"),
    ("signed_by_nip", "line"),
)  # fmt: skip
_LISTS = ("legal_basis", "qualifications", "related", "equipment", "warnings", "records")
_STEP: tuple[tuple[str, Kind], ...] = (
    ("text", "text"), ("label.id", "line"), ("label.en", "line"), ("performers", "marks"), ("input_text", "text"),
    ("time_text", "line"), ("standard", "standard"), ("tolerance_minutes", "number"), ("output_text", "text"),
    ("note_text", "text"),
)  # fmt: skip
_LABEL: tuple[tuple[str, Kind], ...] = (("label.id", "line"), ("label.en", "line"))
_PUBLIC: tuple[tuple[str, Kind], ...] = (("public.id", "text"), ("public.en", "text"))


def identity_places(content: Content) -> tuple[Place, ...]:
    """The id of the revision, the name of the service, the identity block (identitas SOP)."""
    keys: list[tuple[str, Kind]] = [("id", "line"), *_LABEL]
    return _places(content, "", [*keys, *((f"identity.{name}", kind) for name, kind in _IDENTITY)])


def list_places(content: Content) -> tuple[Place, ...]:
    """The boxes of the identity block: legal basis (dasar hukum) and the others, one item a line."""
    return _places(content, "", [(f"identity.{name}", "list") for name in _LISTS])


def step_places(content: Content) -> dict[str, tuple[Place, ...]]:
    """The rows of the table (uraian kegiatan), by the key of the step."""
    return {key: _places(content, key, _STEP) for key in _keys(content, "steps")}


def performer_places(content: Content) -> dict[str, tuple[Place, ...]]:
    """What the performers (pelaksana) are called."""
    return {key: _places(content, key, _LABEL) for key in _keys(content, "performers")}


def stage_places(content: Content) -> dict[str, tuple[Place, ...]]:
    """What the stages are called, inside and to the public."""
    return {key: _places(content, key, (*_LABEL, *_PUBLIC)) for key in _keys(content, "stages")}


def act_places(content: Content) -> dict[str, tuple[Place, ...]]:
    """What the acts are called."""
    return {key: _places(content, key, _LABEL) for key in _keys(content, "acts")}


def paraf_places(content: Content) -> tuple[Place, ...]:
    """The order of initials of each paraf chain: stages, one a line."""
    return tuple(_place(content, f"{key}.stages", "list") for key in _keys(content, "paraf"))


def places(content: Content) -> Iterator[Place]:
    """Every field of the form, in its order."""
    yield from identity_places(content)
    yield from list_places(content)
    for block in (step_places(content), performer_places(content), stage_places(content), act_places(content)):
        for group in block.values():
            yield from group
    yield from paraf_places(content)


def place_named(key: str, known: Mapping[str, Place]) -> Place | None:
    """The field beside which a refusal of this key is told; None when the form has none for it."""
    while key:
        head, _, last = key.rpartition(".")
        alias = ".".join(part for part in (head, SHARED.get(last, last)) if part)
        if alias in known:
            return known[alias]
        key = key.rpartition("[")[0] if key.endswith("]") else head
    return None


def retold(text: str, given: Mapping[str, Sequence[str]]) -> str:
    """The text with what was typed in the form; the same text where nothing differs, comments included.

    Shape: `given` maps a key to its values; a key that is not given stays. Raises: NotRead.
    """
    content = content_of(text)
    wanted = deepcopy(content)
    for place in places(content):
        if place.key in given:
            _write(wanted, place, given[place.key])
    return text if wanted == content else toml_text(wanted)


def _keys(content: Content, name: str) -> Iterator[str]:
    """The keys of the tables of a block, as the loader names them; what is no table has none."""
    block = content.get(name)
    if isinstance(block, dict):
        yield from (f"{name}.{each}" for each, value in block.items() if isinstance(value, dict))
    elif isinstance(block, list):
        for value in block:
            if isinstance(value, dict) and isinstance(value.get(NAMED_BY.get(name, "id")), (str, int)):
                yield f"{name}.{value[NAMED_BY.get(name, 'id')]}"


def _places(content: Content, above: str, wanted: Sequence[tuple[str, Kind]]) -> tuple[Place, ...]:
    return tuple(_place(content, f"{above}.{name}" if above else name, kind) for name, kind in wanted)


def _place(content: Content, key: str, kind: Kind) -> Place:
    table, name = _table(content, key)
    value = table.get(name)
    if kind == "marks":
        return Place(key, kind, "", tuple(value) if isinstance(value, dict) else ())
    if kind == "standard":
        return Place(key, kind, WINDOW if value == "window" else _shown(table.get("standard_minutes", value)))
    return Place(key, kind, _shown(value))


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(_shown(each) for each in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _table(content: Content, key: str, *, make: bool = False) -> tuple[Content, str]:
    """The table that a key stands in, and its name there; an empty one where there is none."""
    *path, name = key.split(".")
    table: Any = content
    for part in path:
        found = _inner(table, part)
        if not isinstance(found, (dict, list)):
            found = {}
            if make:
                table[part] = found
        table = found
    return table, name


def _inner(table: Any, part: str) -> Any:
    if isinstance(table, list):
        return next((each for each in table if isinstance(each, dict) and _is_named(each, part)), None)
    return table.get(part)


def _is_named(table: Content, name: str) -> bool:
    return name in (str(table.get("no")), str(table.get("id")))


def _write(content: Content, place: Place, typed: Sequence[str]) -> None:
    table, name = _table(content, place.key, make=True)
    if place.kind == "marks":
        found = table.get(name)
        old: Content = found if isinstance(found, dict) else {}
        if set(typed) != set(old):
            table[name] = {each: old.get(each, "signed") for each in typed}
        return
    text = _tidy(typed[-1] if typed else "", place.kind)
    if text == _tidy(place.value, place.kind):
        return
    if place.kind == "standard":
        _write_standard(table, text)
    else:
        table[name] = _VALUES.get(place.kind, str)(text)


def _tidy(text: str, kind: Kind) -> str:
    """Browsers send their own line ends; a list has no empty line, a line none at all."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if kind in ("text", "list"):
        return "\n".join(line for line in lines if line or kind == "text").strip()
    return " ".join(line for line in lines if line)


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else text


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


_VALUES: Mapping[Kind, Callable[[str], Any]] = {"number": _number, "day": _day, "list": str.splitlines}


def _write_standard(table: Content, text: str) -> None:
    """Minutes, or the window: one of two keys, at the place where the other stood."""
    window = text.casefold() in (WINDOW.casefold(), "window")
    pair = ("standard", "window") if window else ("standard_minutes", _number(text))
    rows = list(table.items())
    at = next((place for place, (name, _) in enumerate(rows) if name in ("standard", "standard_minutes")), len(rows))
    kept = [(name, value) for name, value in rows if name not in ("standard", "standard_minutes")]
    table.clear()
    table.update([*kept[:at], pair, *kept[at:]])
