"""`simcap restore FILE`: a backup into an empty installation; it says done when everything has been verified."""

from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from simcap.facilitation import outbox
from simcap.facilitation.definitions import all_definitions
from simcap.facilitation.models import Outbox
from simcap.management.backup import restoring
from simcap.management.backup.form import Unusable
from simcap.management.backup.reading import checked


class Command(BaseCommand):
    """Refuses an installation that is not empty. Nothing is kept of a backup that is damaged."""

    help = "Restore a backup into an empty installation, and verify journal, files and documents."
    requires_system_checks = []  # the tables come first

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            restoring.refuse_full()
            self._tell(f"Checking {file} …")
            header = checked(file)
            restoring.refuse_foreign(header)
            known = restoring.make_schema(header)
            done = restoring.take_in(file, header, known, tell=self._tell)
        except Unusable as unusable:
            raise CommandError(str(unusable)) from unusable
        except (DatabaseError, ValueError, TypeError, LookupError) as broken:
            raise CommandError(f"{file} does not fit its own schema: {type(broken).__name__}: {broken}") from broken
        self._tell("Bringing the schema up to date …")
        call_command("migrate", verbosity=0, interactive=False)
        all_definitions.cache_clear()  # the office's own SOP files are here now
        self._tell("Verifying every journal chain, file and document …")
        self._verify()
        if Outbox.objects.filter(done_at=None).exists():
            outbox.deliver_waiting.enqueue()  # the queue was not in the backup; what waits goes on
        rows = sum(done.rows.values())
        self.stdout.write(f"Restored the backup of {header.taken_at}: {rows} rows, {done.files} files. All sound.")
        self.stdout.write(
            "Put the old secret key in place (SIMCAP_SECRET_KEY, or the file secret-key): the requesters' secret links "
            "hang on it."
        )

    def _verify(self) -> None:
        flaws = StringIO()
        try:
            call_command("check", databases=["default"], stdout=StringIO())
            call_command("verify", stdout=StringIO(), stderr=flaws)
        except CommandError as wrong:
            first = flaws.getvalue().split("\n", 1)[0] or str(wrong)
            raise CommandError(
                f"The backup was restored, and it is not sound: {first}. It was so when it was taken, or the restoring "
                "machine fails; do not work with it before that is understood (simcap verify tells all)."
            ) from wrong

    def _tell(self, line: str) -> None:
        self.stderr.write(line, self.style.NOTICE)
