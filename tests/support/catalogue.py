"""The English catalogue beside the sentences in code and templates. Screens are written in Indonesian.

`python -m tests.support.catalogue` writes new sentences into it, untranslated, and drops those no longer used.
`python -m tests.support.catalogue --check` says what is wrong and fails.
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
PO = ROOT / "simcap" / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict = {
    "_": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b(n?p?)(?:gettext|_)\({LITERAL}(?:, ?{LITERAL})?(?:, ?{LITERAL})?")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def sentences() -> Catalog:
    """Every sentence that the program can say, with the files that say it."""
    found = empty()
    for path in sorted((ROOT / "simcap").rglob("*.py")):
        for line, message, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
            found.add(message, context=context, locations=[where(path, line)])
    for path in sorted((ROOT / "simcap" / "templates").rglob("*.*")):
        for message, context in in_template(path.read_text()):
            found.add(message, context=context, locations=[where(path, 0)])
    return found


def empty() -> Catalog:
    """A catalogue without a sentence. Its moment is fixed, so that an update changes what changed and no more."""
    return Catalog(
        locale="en",
        domain="django",
        project="simcap",
        header_comment="# What the screens say, in English.",
        creation_date=datetime(2026, 11, 1, tzinfo=UTC),
        revision_date=datetime(2026, 11, 1, tzinfo=UTC),
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="English",
        fuzzy=False,
    )


def where(path: Path, _line: int) -> tuple[str, int | None]:
    """The file only: a line number would change with every edit."""
    return str(path.relative_to(ROOT)), None


def in_template(source: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Sentences of one template, each with its context."""
    for match in IN_TEMPLATE.finditer(templatize(source)):
        texts = [ast.literal_eval(text) for text in match.groups()[1:] if text]
        context = texts.pop(0) if "p" in match[1] else None
        yield (tuple(texts[:2]) if "n" in match[1] else texts[0]), context


def written() -> Catalog:
    """The catalogue in the repository; an empty one if there is none yet."""
    if not PO.exists():
        return empty()
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def problems() -> list[str]:
    """What is wrong with the catalogue, one sentence each."""
    said, known = sentences(), written()
    found = []
    for message in said:
        if message.id:
            found += problem_of(message, known.get(message.id, context=message.context))
    used = {(key(message), message.context) for message in said}
    found += [f"no longer used: {key(m)!r}" for m in known if m.id and (key(m), m.context) not in used]
    return found


def problem_of(message: Message, known: Message | None) -> list[str]:
    """What is wrong with one translation: missing, unsure, or with other placeholders than the sentence."""
    strings = [] if known is None else [known.string] if isinstance(known.string, str) else list(known.string)
    place = message.locations[0][0]
    if not strings or not all(strings):
        return [f"{place}: not translated: {key(message)!r}"]
    if known is not None and known.fuzzy:
        return [f"{place}: marked fuzzy: {key(message)!r}"]
    wanted = set(PLACEHOLDER.findall(" ".join(message.id) if isinstance(message.id, tuple) else message.id))
    extra = {name for string in strings for name in PLACEHOLDER.findall(string)} ^ wanted
    return [f"{place}: placeholders differ ({', '.join(sorted(extra))}): {key(message)!r}"] if extra else []


def key(message: Message) -> str:
    """A message's (singular) text."""
    return message.id if isinstance(message.id, str) else message.id[0]


def update() -> None:
    """Write the catalogue with today's sentences; translations already there are kept."""
    known = written()
    known.update(sentences(), no_fuzzy_matching=True)
    known.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, known, width=120, sort_output=True, ignore_obsolete=True, omit_header=False)


def main() -> int:
    """Check or update, as the command line asks."""
    if "--check" not in sys.argv:
        update()
        return 0
    found = problems()
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
