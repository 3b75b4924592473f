"""`simcap sop check FILE`: can this definition be, and what is wrong with the SOP that it tells of?

Shape of `--json`: {"file", "id", "refused": null | {"key", "reason", "gaps": [{"key", "missing"}]},
"counts": {"error", "warning", "info"}, "findings": [{"rule", "severity", "title", "why", "basis", "advice",
"places": [{"key", "label", "quote"}]}]}; every text for people is {"id", "en"}.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from simcap.facilitation import registry
from simcap.facilitation.definitions import POSITIONS
from simcap.procedure.definition import ImpossibleDefinition
from simcap.procedure.findings.examine import counts, findings_of, findings_of_form, source_of
from simcap.procedure.findings.found import Finding, Severity
from simcap.procedure.gaps import UnfilledGaps
from simcap.procedure.importing.decoding import NotText
from simcap.procedure.importing.reading_form import NoForm, read_form
from simcap.procedure.loading import load_text

from .files import content_of
from .subcommand import Subcommand

WORDS = {
    "id": {
        "error": "KESALAHAN", "warning": "PERINGATAN", "info": "CATATAN", "do": "Saran", "by": "Dasar",
        "counts": "{error} kesalahan, {warning} peringatan, {info} catatan",
    },
    "en": {
        "error": "ERROR", "warning": "WARNING", "info": "NOTE", "do": "Advice", "by": "Basis",
        "counts": "{error} errors, {warning} warnings, {info} notes",
    },
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a check found: the refusal that makes a definition impossible, or the findings."""

    file: str
    id: str = ""
    refused: dict[str, Any] | None = None
    counts: dict[Severity, int] = field(default_factory=lambda: counts(()))
    findings: tuple[Finding, ...] = ()

    def as_json(self) -> str:
        """The verdict for programs."""
        content = asdict(self)
        for finding in content["findings"]:
            for place in finding["places"]:
                del place["anchor"]
        return json.dumps(content, ensure_ascii=False, indent=2)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a definition file (TOML), or the text of an official form")
    parser.add_argument("--source", type=Path, help="the signed text that the definition has to agree with")
    parser.add_argument("--json", action="store_true", help="the findings as JSON, in both languages")
    parser.add_argument("--language", choices=("id", "en"), default="id", help="of the findings; default: id")


def _run(
    command: BaseCommand, *, file: Path, language: str, json: bool, source: Path | None = None, **options: Any
) -> None:
    verdict = _verdict(file, content_of(file), content_of(source) if source else None)
    if json:
        command.stdout.write(verdict.as_json())
    elif verdict.refused is None:
        _tell(command, verdict, language)
    if verdict.refused is not None:
        raise CommandError(_refusal(verdict))
    if verdict.counts["error"]:
        sys.exit(1)


def _verdict(file: Path, content: bytes, source: bytes | None) -> Verdict:
    if file.suffix.lower() != ".toml":
        return _verdict_on_form(file, content)
    try:
        text = content.decode("utf-8")
        definition = load_text(text, file=file.name, known_acts=registry.known(), known_positions=POSITIONS)
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 text (byte {error.start})"
        return Verdict(file=file.name, refused={"key": "", "reason": reason, "gaps": []})
    except UnfilledGaps as error:
        gaps = [asdict(gap) for gap in error.gaps]
        return Verdict(file=file.name, refused={"key": error.key, "reason": error.reason, "gaps": gaps})
    except ImpossibleDefinition as error:
        return Verdict(file=file.name, refused={"key": error.key, "reason": error.reason, "gaps": []})
    shipped = source_of(definition) if source is None else source
    found = findings_of(definition, source=shipped)
    return Verdict(file=file.name, id=definition.id, counts=counts(found), findings=found)


def _verdict_on_form(file: Path, content: bytes) -> Verdict:
    """A form that is not a definition yet is examined as far as its words go."""
    try:
        found = findings_of_form(read_form(content).form)
    except (NotText, NoForm) as error:
        reason = f"is neither a definition nor the text of an SOP. {error.label.en}"
        return Verdict(file=file.name, refused={"key": "", "reason": reason, "gaps": []})
    return Verdict(file=file.name, counts=counts(found), findings=found)


def _refusal(verdict: Verdict) -> str:
    refused = verdict.refused or {}
    where = f"{verdict.file}: {refused['key']}" if refused["key"] else verdict.file
    gaps = [f"  {gap['key']}: {gap['missing']}" for gap in refused["gaps"]]
    return "\n".join([f"{where}: {refused['reason']}", *gaps])


def _tell(command: BaseCommand, verdict: Verdict, language: str) -> None:
    words = WORDS[language]
    for finding in verdict.findings:
        command.stdout.write(f"{words[finding.severity]} {finding.title.text(language)} [{finding.rule}]")
        for place in finding.places:
            quote = f": “{place.quote}”" if place.quote else ""
            command.stdout.write(f"  {place.label.text(language)} ({place.key}){quote}")
        command.stdout.write(f"  {finding.why.text(language)}")
        command.stdout.write(f"  {words['by']}: {finding.basis.text(language)}")
        command.stdout.write(f"  {words['do']}: {finding.advice.text(language)}\n\n")
    command.stdout.write(f"{verdict.file}: {words['counts'].format(**verdict.counts)}.")


CHECK = Subcommand("check", "Check a definition file, and list what is wrong with its SOP.", _add_arguments, _run)
