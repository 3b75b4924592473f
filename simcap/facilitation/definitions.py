"""The SOP revisions that this installation knows. A case keeps the one it began under."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from simcap.procedure.definition import Definition, ImpossibleDefinition
from simcap.procedure.loading import definition_files, load

from . import registry

#: Positions that code outside the SOP files knows: the desk, the reader of everything, the keeper of master data.
POSITIONS = frozenset(
    {"head", "secretary", "division_head", "section_head", "front_desk", "auditor", "administrator", "staff"}
)
_folders: list[Path] = []


class UnknownRevision(LookupError):
    """A case or an office names an SOP revision whose file is not here."""


def look_in(folder: Path) -> None:
    """Read an installation's own revisions from a folder too; one that is not there has none."""
    _folders.append(folder)
    all_definitions.cache_clear()


def files() -> tuple[Path, ...]:
    """Every definition file of this installation: those of the program, then its own."""
    return (*definition_files(), *(path for folder in _folders for path in sorted(folder.glob("*.toml"))))


@lru_cache(maxsize=1)
def all_definitions() -> dict[str, Definition]:
    """Every revision by its id. Raises: ImpossibleDefinition for a file that cannot be, or an id that stands twice."""
    found: dict[str, Definition] = {}
    for path in files():
        one = load(path, known_acts=registry.known(), known_positions=POSITIONS)
        if one.id in found:
            raise ImpossibleDefinition(path.name, "id", f"another file has the id {one.id!r} already")
        found[one.id] = one
    return found


def definition(definition_id: str) -> Definition:
    """One revision. Raises: UnknownRevision."""
    try:
        return all_definitions()[definition_id]
    except KeyError:
        raise UnknownRevision(f"No SOP file has the id {definition_id!r}.") from None
