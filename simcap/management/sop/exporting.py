"""`simcap sop export --bpmn FILE|ID`: an SOP for other programs to read."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from simcap.facilitation.definitions import UnknownRevision, all_definitions, definition, parsed
from simcap.procedure.bpmn import bpmn_xml
from simcap.procedure.definition import Definition, ImpossibleDefinition

from .files import content_of
from .subcommand import Subcommand


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("sop", help="a definition file (TOML), or the id of a revision that is known here")
    parser.add_argument("--bpmn", action="store_true", required=True, help="as BPMN 2.0 with its drawing")
    parser.add_argument("--out", type=Path, help="where to write it; without it, to the screen")
    parser.add_argument("--language", choices=["id", "en"], default="id", help="the language of its names")


def _run(command: BaseCommand, *, sop: str, out: Path | None, language: str, **options: Any) -> None:
    text = bpmn_xml(_named(sop), language=language)
    if out is None:
        command.stdout.write(text.decode())
        return
    try:
        out.write_bytes(text)
    except OSError as problem:
        raise CommandError(f"Cannot write {out}: {problem.strerror}.") from problem
    command.stdout.write(f"{out}: {len(text)} bytes")


def _named(sop: str) -> Definition:
    """A file where there is one, else a revision by its id. Raises: CommandError."""
    path = Path(sop)
    try:
        if not path.exists() and (known := _known(sop)):
            return known
        return parsed(content_of(path).decode("utf-8"), file=path.name)
    except UnicodeDecodeError as error:
        raise CommandError(f"{path.name}: is not UTF-8 text (byte {error.start}).") from error
    except ImpossibleDefinition as error:
        raise CommandError(str(error)) from error


def _known(name: str) -> Definition | None:
    """A revision of this installation: of the program, of its folder, or kept in its database, if it has one yet."""
    if name in all_definitions():
        return all_definitions()[name]
    try:
        return definition(name)
    except (UnknownRevision, DatabaseError):
        return None


EXPORT = Subcommand("export", "Write an SOP as BPMN 2.0.", _add_arguments, _run)
