"""The SOP revisions that this installation knows. A case keeps the one it began under."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from simcap.people.models import Office
from simcap.people.sop import offer, sop_id_of
from simcap.procedure.definition import Definition, ImpossibleDefinition
from simcap.procedure.loading import definition_files, load, load_text

from . import registry

#: Answers the name and the text of each revision that is kept elsewhere than in a file; those that are known, not.
Source = Callable[[Collection[str]], Iterable[tuple[str, str]]]

#: Positions that code outside the SOP files knows: the desk, the reader of everything, the keeper of master data.
POSITIONS = frozenset(
    {"head", "secretary", "division_head", "section_head", "front_desk", "auditor", "administrator", "staff"}
)
_folders: list[Path] = []
_sources: list[Source] = []


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


def read_also(source: Source) -> None:
    """Read revisions that are kept elsewhere too, as soon as a case or an office names one that is not known yet."""
    _sources.append(source)


def definition(definition_id: str) -> Definition:
    """One revision. Raises: UnknownRevision."""
    known = all_definitions()
    if definition_id not in known:
        learn()
    try:
        return known[definition_id]
    except KeyError:
        raise UnknownRevision(f"No SOP file has the id {definition_id!r}.") from None


def learn() -> None:
    """Read what is kept elsewhere and not known yet. A kept revision never changes, so what is known stays.

    Changes: `all_definitions` of this process has them too. Raises: ImpossibleDefinition.
    """
    known = all_definitions()
    for source in _sources:
        for name, text in source(tuple(known)):
            known[name] = parsed(text, file=name)


def parsed(text: str, *, file: str) -> Definition:
    """The text of a revision as this program can perform it. Raises: ImpossibleDefinition."""
    return load_text(text, file=file, known_acts=registry.known(), known_positions=POSITIONS)


def _in_files() -> list[tuple[str, str]]:
    """Revisions that have a file; those of the database come into force by their approval only."""
    from_files = (parsed(path.read_text(encoding="utf-8"), file=path.name) for path in files())
    return [(one.id, f"{one.identity.number} – {one.identity.name}") for one in from_files]


offer(_in_files)


def in_force(office: Office, at: datetime | None = None) -> Definition:
    """The revision that the office works by at a moment, now without one (SOP yang berlaku)."""
    return definition(sop_id_of(office, at))
