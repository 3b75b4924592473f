"""Read a backup: first whether every byte of it is what its manifest says, then member by member."""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .form import DEFINITION, FILE, FORMAT, HEADER, MANIFEST, TABLE, Unusable

Member = tuple[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Header:
    """What a backup says of itself. `migrations`: the schema it was taken at; `tables`: columns by table."""

    taken_at: str
    engine: str
    demo: bool
    migrations: tuple[tuple[str, str], ...]
    tables: dict[str, list[str]]


def members(path: Path) -> Iterator[Member]:
    """Every member in order, read once. Raises: Unusable where the tar cannot be read."""
    last = ""
    try:
        with tarfile.open(path, "r|*") as tar:
            while about := tar.next():
                tar.members.clear()  # type: ignore[attr-defined]  # else it remembers every one
                stream = tar.extractfile(about)
                if stream is None:
                    raise Unusable(f"{path}: {about.name} is no plain file; this is not a backup of SIMCAP.")
                data = stream.read()
                if len(data) != about.size:
                    raise Unusable(f"{path} is cut short in {about.name}.")
                last = about.name
                yield about.name, data
    except (tarfile.TarError, EOFError, zlib.error) as broken:
        where = f"after {last}" if last else "at its beginning"
        raise Unusable(f"{path} is damaged or cut short {where}: {broken}.") from broken
    except OSError as problem:
        raise Unusable(f"{path} cannot be read: {problem}.") from problem


def checked(path: Path) -> Header:
    """Read the whole backup once and compare it with its manifest. Nothing is changed.

    Raises: Unusable, which names the first thing that is wrong.
    """
    header, manifest = None, None
    seen: list[dict[str, Any]] = []
    count = size = 0
    for name, data in members(path):
        if manifest is not None:
            raise Unusable(f"{path}: {name} comes after the manifest.")
        if header is None:
            header = _header(path, name, data)
        digest = hashlib.sha256(data).hexdigest()
        if name == MANIFEST:
            manifest = _parsed(path, name, data)
        elif file := FILE.fullmatch(name):
            if digest != file[2]:
                raise Unusable(f"{path}: {name} was changed: its SHA-256 differs.")
            count, size = count + 1, size + len(data)
        elif name == HEADER or TABLE.fullmatch(name) or DEFINITION.fullmatch(name):
            seen.append({"name": name, "size": len(data), "sha256": digest})
        else:
            raise Unusable(f"{path}: {re.sub(r'[^ -~]', '?', name)[:100]} does not belong into a backup.")
    if header is None or manifest is None:
        raise Unusable(f"{path} is cut short: its manifest is missing.")
    _compare(path, seen, manifest)
    if (count, size) != (manifest["files"]["count"], manifest["files"]["bytes"]):
        raise Unusable(f"{path}: {manifest['files']['count']} stored files were written, {count} are there.")
    return header


def _compare(path: Path, seen: list[dict[str, Any]], manifest: dict[str, Any]) -> None:
    listed = manifest["members"]
    for there, written in zip(seen, listed, strict=False):
        if there["name"] != written["name"]:
            raise Unusable(f"{path}: {written['name']} is missing or out of order.")
        if there != written:
            raise Unusable(f"{path}: {there['name']} was changed: its SHA-256 differs.")
    if len(seen) != len(listed):
        odd = max(seen, listed, key=len)[min(len(seen), len(listed))]["name"]
        raise Unusable(f"{path}: {odd} is {'missing' if len(seen) < len(listed) else 'not in its manifest'}.")


def _parsed(path: Path, name: str, data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
        if value["format"] != "simcap-backup":
            raise ValueError(value["format"])
    except (ValueError, KeyError, TypeError) as broken:
        raise Unusable(f"{path}: {name} cannot be read; this is not a backup of SIMCAP, or it is damaged.") from broken
    return dict(value)


def _header(path: Path, name: str, data: bytes) -> Header:
    if name != HEADER:
        raise Unusable(f"{path} is not a backup of SIMCAP: it does not begin with {HEADER}.")
    value = _parsed(path, name, data)
    if value["v"] != FORMAT:
        raise Unusable(
            f"{path} has the form {value['v']}, which this version of SIMCAP does not know. Update it first."
        )
    return Header(
        taken_at=value["taken_at"],
        engine=value["engine"],
        demo=value["demo"],
        migrations=tuple((app, name) for app, name in value["migrations"]),
        tables=value["tables"],
    )
