"""A definition while it is being examined: its values, and where each row of it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from simcap.procedure.definition import Definition, ImpossibleDefinition, Row


@dataclass(frozen=True, slots=True)
class Subject:
    """The definition under examination, and where its rows stand in the file."""

    definition: Definition
    file: str
    row_keys: dict[Row, str]

    def fail(self, key: str, reason: str) -> NoReturn:
        """Refuse the file for this dotted key."""
        raise ImpossibleDefinition(self.file, key, reason)

    def fail_row(self, row: Row, name: str, reason: str) -> NoReturn:
        """Refuse the file for a key of this row."""
        self.fail(f"{self.row_keys[row]}.{name}", reason)
