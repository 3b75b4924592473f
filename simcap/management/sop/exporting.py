"""`simcap sop export --bpmn FILE|ID`: an SOP for other programs to read."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from simcap.facilitation import registry
from simcap.facilitation.definitions import POSITIONS, UnknownRevision, definition
from simcap.procedure.bpmn import bpmn_xml
from simcap.procedure.definition import Definition, ImpossibleDefinition
from simcap.procedure.loading import load_text

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
    """A known revision by its id, else a file. Raises: CommandError."""
    try:
        return definition(sop)
    except UnknownRevision:
        path = Path(sop)
    try:
        text = content_of(path).decode("utf-8")
        return load_text(text, file=path.name, known_acts=registry.known(), known_positions=POSITIONS)
    except UnicodeDecodeError as error:
        raise CommandError(f"{path.name}: is not UTF-8 text (byte {error.start}).") from error
    except ImpossibleDefinition as error:
        raise CommandError(str(error)) from error


EXPORT = Subcommand("export", "Write an SOP as BPMN 2.0.", _add_arguments, _run)
