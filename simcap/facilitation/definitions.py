"""The SOP revisions that this installation knows. A case keeps the one it began under."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from simcap.procedure.definition import Definition
from simcap.procedure.loading import definition_files, load

from . import registry

#: Positions that code outside the SOP files knows: the desk, the reader of everything, the keeper of master data.
POSITIONS = frozenset(
    {"head", "secretary", "division_head", "section_head", "front_desk", "auditor", "administrator", "staff"}
)
_extra: dict[str, Path] = {}


class UnknownRevision(LookupError):
    """A case or an office names an SOP revision whose file is not here."""


def add_file(path: Path) -> Definition:
    """Make one more revision known, from its file alone. Raises: ImpossibleDefinition."""
    definition = load(path, known_acts=registry.known(), known_positions=POSITIONS)
    _extra[definition.id] = path
    all_definitions.cache_clear()
    return definition


@lru_cache(maxsize=1)
def all_definitions() -> dict[str, Definition]:
    """Every revision by its id. Raises: ImpossibleDefinition for a file that cannot be."""
    files = [*definition_files(), *_extra.values()]
    loaded = [load(path, known_acts=registry.known(), known_positions=POSITIONS) for path in files]
    return {definition.id: definition for definition in loaded}


def definition(definition_id: str) -> Definition:
    """One revision. Raises: UnknownRevision."""
    try:
        return all_definitions()[definition_id]
    except KeyError:
        raise UnknownRevision(f"No SOP file has the id {definition_id!r}.") from None
