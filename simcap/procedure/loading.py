"""Loading a definition file: text → values, refusing whatever cannot be a procedure with file, key and reason."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from simcap.procedure import lint
from simcap.procedure.definition import Definition, ImpossibleDefinition
from simcap.procedure.gaps import refuse_gaps
from simcap.procedure.reading import read_definition
from simcap.procedure.subject import Subject
from simcap.procedure.tables import Table
from simcap.procedure.times import minutes_of

__all__ = ["ImpossibleDefinition", "definition_files", "load", "load_text", "minutes_of", "shipped"]


def definition_files() -> tuple[Path, ...]:
    """The definition files that come with the program, one per SOP revision, by name."""
    return tuple(sorted((Path(__file__).parent / "definitions").glob("*.toml")))


def shipped(*, known_acts: frozenset[str] | None, known_positions: frozenset[str] | None) -> dict[str, Definition]:
    """Every definition that comes with the program, by its id. Raises: ImpossibleDefinition, for the first bad one."""
    found: dict[str, Definition] = {}
    for path in definition_files():
        definition = load(path, known_acts=known_acts, known_positions=known_positions)
        if definition.id in found:
            raise ImpossibleDefinition(path.name, "id", f"{definition.id!r} is the id of another file too")
        found[definition.id] = definition
    return found


def load(path: Path, *, known_acts: frozenset[str] | None, known_positions: frozenset[str] | None) -> Definition:
    """One SOP revision from its file.

    `known_acts`, `known_positions`: the names that the program can perform and appoint; None leaves them unchecked,
    for whoever only reads the procedure. Raises: ImpossibleDefinition.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ImpossibleDefinition(path.name, "", f"cannot be read as text: {error}") from error
    return load_text(text, file=path.name, known_acts=known_acts, known_positions=known_positions)


def load_text(
    text: str, *, file: str, known_acts: frozenset[str] | None, known_positions: frozenset[str] | None
) -> Definition:
    """One SOP revision from the text of its file; `file` is the name that a refusal gives. See `load`."""
    try:
        content = tomllib.loads(text)
        refuse_gaps(content, file=file)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ImpossibleDefinition(file, "", f"is not TOML: {error}") from error
    definition, row_keys = read_definition(Table(file, "", content), hashlib.sha256(text.encode()).hexdigest())
    subject = Subject(definition, file, row_keys)
    lint.check(subject, known_acts=known_acts, known_positions=known_positions)
    return definition
