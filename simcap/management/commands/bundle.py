"""`simcap bundle CASE FILE`: one case as a ZIP that can be checked without SIMCAP."""

import os
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from simcap.bundle.taking import take
from simcap.documents.store import FileMissing
from simcap.facilitation.models import Facilitation
from simcap.people.acts import SYSTEM


class Command(BaseCommand):
    """The case by its uid, agenda number or tracking code. The office's journal tells that it was taken."""

    help = "Write the bundle of a case: documents, attachments, journal, verify.py. It holds personal data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", help="uid, agenda number or tracking code")
        parser.add_argument("file", type=Path, help="where to write the ZIP; must not exist")
        parser.add_argument("--office", help="code of the office, where several have that agenda number")
        parser.add_argument("--purpose", default="command line", help="what it is for, as the journal tells it")

    def handle(self, *, case: str, file: Path, office: str | None = None, purpose: str, **options: Any) -> None:
        found = case_named(case, office=office)
        if file.exists():
            raise CommandError(f"{file} exists already; nothing was written.")
        part = file.with_name(f"{file.name}.part")
        try:
            with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as target:
                packed, contents = take(found, taker=SYSTEM, purpose=purpose, target=target)
        except FileMissing as missing:
            part.unlink()
            raise CommandError(f"A kept file does not stand its check: {missing}. Nothing was written.") from missing
        except OSError as problem:
            raise CommandError(f"Cannot write {file}: {problem.strerror}.") from problem
        part.replace(file)
        self.stdout.write(
            f"{file}: {contents.documents} documents, {contents.attachments} attachments, {contents.entries} entries, "
            f"{packed.size} bytes\nSHA-256 {packed.sha256}\nCheck it anywhere: python3 verify.py {file.name}"
        )


def case_named(name: str, *, office: str | None) -> Facilitation:
    """The one case of that name. Raises: CommandError for none, or for several."""
    cases = Facilitation.objects.select_related("office")
    if office:
        cases = cases.filter(office__slug=office)
    wanted = Q(agenda_number=name) | Q(tracking_code=name)
    with suppress(ValueError):  # it is no uid
        wanted |= Q(uid=UUID(name))
    found = list(cases.filter(wanted).order_by("pk")[:2])
    if not found:
        raise CommandError(f"There is no case {name}.")
    if len(found) > 1:
        raise CommandError(f"Several offices have a case {name}; name the office with --office.")
    return found[0]
