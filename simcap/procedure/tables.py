"""Reading one TOML table with an eye on every key: the right type, nothing missing, nothing unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn, TypeVar

from simcap.procedure.definition import ImpossibleDefinition, Label

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
TYPE_NAMES = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    date: "a date such as 2021-06-02",
    list: "a list",
    dict: "a table",
}
MISSING = object()
T = TypeVar("T")


class Table:
    """One table of a definition file. Every accessor raises ImpossibleDefinition with the dotted key."""

    def __init__(self, file: str, key: str, content: object) -> None:
        self.file = file
        self.key = key
        self._read: set[str] = set()
        if not isinstance(content, dict):
            self.fail("", "must be a table")
        self._content: dict[str, Any] = content

    def fail(self, name: str, reason: str) -> NoReturn:
        """Refuse the file for this key of the table; for the table itself when `name` is empty."""
        raise ImpossibleDefinition(self.file, self.at(name), reason)

    def at(self, name: str) -> str:
        """The dotted key of a name in this table."""
        return ".".join(part for part in (self.key, name) if part)

    def names(self) -> tuple[str, ...]:
        """Every key of the table, in the file's order."""
        return tuple(self._content)

    def has(self, name: str) -> bool:
        """Whether the file gives this key."""
        return name in self._content

    def take(self, name: str, kind: type[T], default: Any = MISSING) -> T:
        """The value of a key, of exactly this type."""
        self._read.add(name)
        value = self._content.get(name, default)
        if value is MISSING:
            self.fail(name, "is missing")
        if value is not default and type(value) is not kind:
            self.fail(name, f"must be {TYPE_NAMES[kind]}")
        return value

    def peek(self, name: str) -> object:
        """The value of a key whatever its type, without counting as reading it."""
        return self._content.get(name)

    def text(self, name: str, default: Any = MISSING) -> str:
        """Text that may be empty, as signed texts often are."""
        return self.take(name, str, default)

    def words(self, name: str, default: Any = MISSING) -> str:
        """Text that says something."""
        value = self.take(name, str, default)
        if value is not default and not value.strip():
            self.fail(name, "must not be empty")
        return value

    def one_of(self, name: str, allowed: Iterable[str], default: Any = MISSING) -> Any:
        """One of a few words."""
        value, allowed = self.text(name, default), tuple(allowed)
        if value not in allowed:
            self.fail(name, f"must be one of {', '.join(allowed)}, not {value!r}")
        return value

    def identifier(self, name: str) -> str:
        """A name by which other parts of the file, and web addresses, refer to this one."""
        value = self.words(name)
        self.check_identifier(name, value)
        return value

    def check_identifier(self, name: str, value: str) -> None:
        """Refuse what cannot be a name in the file."""
        if not IDENTIFIER.fullmatch(value):
            self.fail(name, f"must be small letters, digits and _, beginning with a letter, not {value!r}")

    def count(self, name: str, default: Any = MISSING) -> int:
        """A whole number, zero or more."""
        value = self.take(name, int, default)
        if value is not default and value < 0:
            self.fail(name, "must not be negative")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false where the file says nothing."""
        return self.take(name, bool, False)

    def day(self, name: str) -> date:
        """A date."""
        return self.take(name, date)

    def day_or_empty(self, name: str) -> date | None:
        """A date; None where the signed text leaves it empty, written as an empty text."""
        self._read.add(name)
        return None if self._content.get(name) == "" else self.day(name)

    def texts(self, name: str, default: Any = MISSING) -> tuple[str, ...]:
        """A list of texts, none of them empty."""
        values = self.take(name, list, default)
        for position, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                self.fail(f"{name}[{position}]", "must be text that is not empty")
        return tuple(values)

    def label(self, name: str) -> Label:
        """A text in both languages."""
        table = self.table(name)
        label = Label(id=table.words("id"), en=table.words("en"))
        table.finish()
        return label

    def table(self, name: str, default: Any = MISSING) -> Table:
        """A table within this one."""
        return Table(self.file, self.at(name), self.take(name, dict, default))

    def named(self, name: str) -> dict[str, Table]:
        """A table of tables, each under its own name."""
        outer = self.table(name)
        for key in outer.names():
            outer.check_identifier(key, key)
        return {key: outer.table(key) for key in outer.names()}

    def listed(self, name: str, by: str) -> list[Table]:
        """A list of tables; their dotted keys use the key `by`, such as `acts.dispose`, where they have it."""
        tables = []
        for position, content in enumerate(self.take(name, list)):
            mark = content.get(by) if isinstance(content, dict) else None
            usable = isinstance(mark, (str, int)) and mark != ""
            key = f"{self.at(name)}.{mark}" if usable else f"{self.at(name)}[{position}]"
            tables.append(Table(self.file, key, content))
        return tables

    def numbered(self, name: str) -> list[Table]:
        """A list of tables without names of their own, such as `rows[0]`."""
        contents = self.take(name, list)
        return [Table(self.file, f"{self.at(name)}[{n}]", content) for n, content in enumerate(contents)]

    def finish(self) -> None:
        """Refuse keys that nothing has read."""
        for name in self._content:
            if name not in self._read:
                self.fail(name, "is not a key of this table")
