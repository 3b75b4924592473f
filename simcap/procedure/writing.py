"""Writing a definition file: TOML of the shape that the definitions by hand have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")
WIDTH = 100
#: Characters that TOML refuses although JSON lets them stand.
UNPRINTED = re.compile(r"[\x7f]")


def toml_text(content: Mapping[str, Any], *, comments: Mapping[str, Iterable[str]] | None = None) -> str:
    """A definition's content as TOML; reading it gives the content back.

    `comments`: lines to stand above a key or a table, by its dotted key; "" for the head of the file.
    """
    comments = comments or {}
    lines = [*_remarks(comments, "")]
    plain = {name: value for name, value in content.items() if not _is_section(value)}
    lines += _pairs(plain, "", comments)
    for name, value in content.items():
        if _is_section(value):
            lines += _section(name, value, comments)
    return "\n".join(lines).strip("\n") + "\n"


def value_text(value: Any) -> str:
    """One value, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return UNPRINTED.sub("\\\\u007f", json.dumps(_whole(value), ensure_ascii=False))
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(name)} = {value_text(each)}" for name, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return f"[{', '.join(value_text(each) for each in value)}]"


def _whole(text: str) -> str:
    """Half of a surrogate pair is no character; TOML knows none."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else value_text(name)


def _is_section(value: object) -> bool:
    """A table, or a list of tables, which TOML writes under a heading of its own."""
    return isinstance(value, Mapping) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))


def _section(name: str, value: Any, comments: Mapping[str, Iterable[str]]) -> Iterator[str]:
    yield ""
    yield from _remarks(comments, name)
    if isinstance(value, list):
        for position, each in enumerate(value):
            yield f"[[{_key(name)}]]"
            yield from _pairs(each, f"{name}.{each.get('no') or each.get('id') or position}", comments)
        return
    if value and all(isinstance(each, Mapping) for each in value.values()) and not {"id", "en"} & set(value):
        for inner, each in value.items():
            yield f"[{_key(name)}.{_key(inner)}]"
            yield from _pairs(each, f"{name}.{inner}", comments)
        return
    yield f"[{_key(name)}]"
    yield from _pairs(value, name, comments)


def _pairs(table: Mapping[str, Any], key: str, comments: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for name, value in table.items():
        yield from _remarks(comments, f"{key}.{name}" if key else name)
        line = f"{_key(name)} = {value_text(value)}"
        if isinstance(value, (list, tuple)) and len(line) > WIDTH:
            yield f"{_key(name)} = ["
            yield from (f"    {value_text(each)}," for each in value)
            yield "]"
        else:
            yield line


def _remarks(comments: Mapping[str, Iterable[str]], key: str) -> Iterator[str]:
    for remark in comments.get(key, ()):
        yield f"# {' '.join(remark.split())}".rstrip()
