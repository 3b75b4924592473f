"""`simcap sop import FILE`: the official form as text becomes a draft definition with named gaps."""

from __future__ import annotations

import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from simcap.facilitation.definitions import files
from simcap.procedure.definition import ImpossibleDefinition
from simcap.procedure.gaps import gaps_in
from simcap.procedure.importing.decoding import NotText
from simcap.procedure.importing.draft import Draft, draft_of
from simcap.procedure.importing.reading_form import NoForm, read_form
from simcap.procedure.loading import load

from .files import content_of
from .subcommand import Subcommand


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the form: text with tabs, HTML, or plain text")
    parser.add_argument("--out", type=Path, help="where to write the draft; must not exist. Default: standard output")
    parser.add_argument(
        "--like", metavar="ID", help="take performers, stages, acts and paraf chains from this SOP (id or TOML file)"
    )
    parser.add_argument("--language", choices=("id", "en"), default="id", help="of gaps and warnings; default: id")


def _run(
    command: BaseCommand,
    *,
    file: Path,
    language: str,
    out: Path | None = None,
    like: str | None = None,
    **options: Any,
) -> None:
    if out is not None and out.exists():
        raise CommandError(f"{out} exists already; nothing was written.")
    model = _model(like) if like else None
    try:
        reading = read_form(content_of(file))
    except (NotText, NoForm) as refusal:
        raise CommandError(f"{file.name}: {refusal.label.text(language)}") from refusal
    draft = draft_of(reading.form, warnings=reading.warnings, like=model, language=language)
    _write(command, draft, out)
    _tell(command, draft, file=file, language=language)


def _write(command: BaseCommand, draft: Draft, out: Path | None) -> None:
    if out is None:
        command.stdout.write(draft.text, ending="")
        return
    try:
        with out.open("x", encoding="utf-8", newline="\n") as target:
            target.write(draft.text)
    except OSError as problem:
        raise CommandError(f"Cannot write {out}: {problem.strerror}.") from problem


def _tell(command: BaseCommand, draft: Draft, *, file: Path, language: str) -> None:
    """Doubts and gaps, on the error stream, so that the draft alone is on the other."""
    words = {
        "id": ("Periksa", "{} langkah, {} celah yang harus diisi sebelum berkas dapat dimuat"),
        "en": ("Check", "{} steps, {} gaps to be filled before the file can be loaded"),
    }[language]
    for doubt in draft.warnings:
        command.stderr.write(f"{words[0]}: {doubt.text(language)}")
    steps = draft.content["steps"]
    count = len(steps) if isinstance(steps, list) else 0
    gaps = list(gaps_in(draft.content))
    command.stderr.write(f"{file.name}: {words[1].format(count, len(gaps))}.")
    for gap in gaps:
        command.stderr.write(f"  {gap.key}: {gap.missing}")


def _model(like: str) -> dict[str, Any]:
    """The content of the definition to take from. Raises: CommandError, if there is none or it cannot be."""
    named = Path(like)
    for path in (named,) if named.suffix == ".toml" else files():
        try:
            content = tomllib.loads(content_of(path).decode("utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            raise CommandError(f"{path.name} is no definition file: {error}") from error
        if named.suffix == ".toml" or content.get("id") == like:
            return _whole(content, path)
    known = ", ".join(path.stem for path in files())
    raise CommandError(f"There is no SOP {like}. There are: {known}.")


def _whole(content: dict[str, Any], path: Path) -> dict[str, Any]:
    """A model has to be a definition that loads."""
    try:
        load(path, known_acts=None, known_positions=None)
    except ImpossibleDefinition as error:
        raise CommandError(f"Cannot take from {error}") from error
    return content


IMPORT = Subcommand(
    "import", "Read the official form of an SOP from a text file and write a draft definition.", _add_arguments, _run
)
