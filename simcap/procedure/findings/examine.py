"""The rules over one SOP: what is found, the gravest first."""

from __future__ import annotations

import hashlib
from collections import Counter

from simcap.procedure.definition import Definition
from simcap.procedure.importing.decoding import NotText, text_of
from simcap.procedure.importing.grid import rows_of
from simcap.procedure.importing.reading_form import NoForm, read_form
from simcap.procedure.loading import definition_files
from simcap.procedure.signed_form import SignedForm, form_of

from .found import SEVERITIES, Examined, Finding, Severity
from .identity_rules import identity_rules
from .law_rules import law_rules
from .path_rules import path_rules
from .table_rules import table_rules
from .word_rules import word_rules

RULES = (law_rules, identity_rules, word_rules, table_rules, path_rules)


def findings_of(definition: Definition, *, source: bytes | None = None) -> tuple[Finding, ...]:
    """Every finding about a definition; `source`: the signed text that it was made from, as a file's bytes."""
    form, words = None, ""
    if source is not None:
        try:
            form = read_form(source).form
            words = "\n".join(" ".join(cell) for row in rows_of(text_of(source)[0]) for cell in row)
        except (NotText, NoForm):
            form = None  # what is no form says nothing about the definition
    return _sorted(Examined(form_of(definition), definition, form, words))


def findings_of_form(form: SignedForm) -> tuple[Finding, ...]:
    """Every finding about a form that no definition was made of yet."""
    return _sorted(Examined(form))


def source_of(definition: Definition) -> bytes | None:
    """The signed text of a definition that comes with the program; None for any other, also one of the same id."""
    made = next((path for path in definition_files() if path.stem == definition.id), None)
    if made is None or hashlib.sha256(made.read_bytes()).hexdigest() != definition.digest:
        return None
    path = made.parent / "source" / f"{definition.id}.txt"
    return path.read_bytes() if path.is_file() else None


def counts(findings: tuple[Finding, ...]) -> dict[Severity, int]:
    """How many of each severity."""
    found = Counter(each.severity for each in findings)
    return {severity: found[severity] for severity in SEVERITIES}


def _sorted(examined: Examined) -> tuple[Finding, ...]:
    found = [finding for rules in RULES for finding in rules(examined)]
    return tuple(sorted(found, key=lambda each: SEVERITIES.index(each.severity)))
