"""`simcap sop check FILE`: can this definition be, and what is wrong with the SOP that it tells of?"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from simcap.facilitation import registry
from simcap.facilitation.definitions import POSITIONS
from simcap.procedure.definition import ImpossibleDefinition
from simcap.procedure.loading import load_text

from .files import content_of
from .subcommand import Subcommand


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a definition file (TOML)")


def _run(command: BaseCommand, *, file: Path, **options: Any) -> None:
    try:
        text = content_of(file).decode("utf-8")
        load_text(text, file=file.name, known_acts=registry.known(), known_positions=POSITIONS)
    except UnicodeDecodeError as error:
        raise CommandError(f"{file.name}: is not UTF-8 text (byte {error.start}).") from error
    except ImpossibleDefinition as error:
        raise CommandError(str(error)) from error
    command.stdout.write(f"{file.name}: the definition can be carried out.")


CHECK = Subcommand("check", "Check a definition file, and list what is wrong with its SOP.", _add_arguments, _run)
