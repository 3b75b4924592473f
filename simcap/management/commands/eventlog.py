"""`simcap eventlog --from DAY --to DAY --out FILE.xes|FILE.csv`: the event log for process mining."""

import os
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from simcap.mining.taking import MEDIA_TYPES, LogAsked, take
from simcap.people.acts import SYSTEM
from simcap.people.models import Office


class Command(BaseCommand):
    """Writes a part first, so that a file that is there is whole. The office's journal tells that it was taken."""

    help = "Write the event log of the cases whose letter was registered on these days. It holds no personal data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=_day, required=True, help="first day, as 2026-01-31")
        parser.add_argument("--to", dest="last", type=_day, required=True, help="last day, included")
        parser.add_argument(
            "--format", dest="kind", choices=sorted(MEDIA_TYPES), help="xes or csv; by the file’s ending without it"
        )
        parser.add_argument("--out", type=Path, required=True, help="where to write it")
        parser.add_argument("--office", help="code of the office, where there are several")
        parser.add_argument("--language", choices=["id", "en"], default="id", help="the language of its names")

    def handle(
        self,
        *,
        first: date,
        last: date,
        out: Path,
        language: str,
        kind: str | None = None,
        office: str | None = None,
        **options: Any,
    ) -> None:
        if last < first:
            raise CommandError("The last day comes before the first.")
        kind = kind or out.suffix.lower().removeprefix(".")
        if kind not in MEDIA_TYPES:
            raise CommandError(
                f"Name the file with one of the endings .csv and .xes, or say --format; {out} has neither."
            )
        if out.exists():
            raise CommandError(f"{out} exists already; nothing was written.")
        asked = LogAsked(office=_office(office), first=first, last=last, format=kind, language=language)
        part = out.with_name(f"{out.name}.part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
                count = take(asked, target, by=SYSTEM)
            part.replace(out)
        except OSError as problem:
            raise CommandError(f"Cannot write {out}: {problem.strerror}.") from problem
        self.stdout.write(f"{out}: {count} cases, {out.stat().st_size} bytes; cases of class R and SR are left out")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day; write it as 2026-01-31") from error


def _office(slug: str | None) -> Office:
    """The office meant. Raises: CommandError for none, or for several."""
    found = list(Office.objects.filter(**({"slug": slug} if slug else {})).order_by("id")[:2])
    if not found:
        raise CommandError(f"There is no office {slug}." if slug else "There is no office yet.")
    if len(found) > 1:
        raise CommandError("There are several offices; name one with --office.")
    return found[0]
