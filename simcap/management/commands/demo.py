"""`simcap demo`: load the demonstration, once, and say who can sign in and where to click."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.management.demo.absences import record_absences
from simcap.management.demo.archive import keep_archive
from simcap.management.demo.exceptions import CASES
from simcap.management.demo.notices import reach_everybody
from simcap.management.demo.people import OFFICE, open_demo_office
from simcap.management.demo.walk import walk_all
from simcap.people.models import Absence, Office

NOT_ITS_OWN = "This database is not the demonstration's own; nothing was changed."


class Command(BaseCommand):
    """Refuses PostgreSQL (see settings) and any database that is not its own. A second run changes nothing."""

    help = "Load the demonstration's office, accounts and cases, once."

    def handle(self, **options: Any) -> None:
        accounts = settings.SIMCAP_VAR / "demo-accounts.json"
        self._refuse_others(accounts)
        office = Office.objects.filter(slug=OFFICE.slug).first() or open_demo_office(accounts)
        if not Absence.objects.filter(office=office).exists():
            record_absences(office)
        done = Facilitation.objects.filter(office=office).count()
        if done < len(CASES):
            self.stdout.write(f"Making {len(CASES)} demonstration cases …")
            for case in walk_all(office, CASES, done=done, until=clock.now()):
                self.stdout.write(f"  {case.agenda_number}  {case.stage:22} {case.event}")
        keep_archive(office)
        reach_everybody(office)
        self._tell(office, accounts)

    def _refuse_others(self, accounts: Path) -> None:
        if not settings.SIMCAP_DEMO:
            raise CommandError("Demonstration data is for demonstration mode only: SIMCAP_MODE=demo.")
        if Office.objects.filter(is_demo=False).exists():
            raise CommandError(NOT_ITS_OWN)
        if Office.objects.exists() and not accounts.exists():
            raise CommandError(
                f"{accounts.name} is gone, so nobody can sign in. Remove {settings.DATABASE_FILE.name} to begin anew."
            )

    def _tell(self, office: Office, path: Path) -> None:
        known = json.loads(path.read_text())["accounts"]
        base = f"http://127.0.0.1:{settings.PORT}"
        self.stdout.write(f"\nSIMCAP, demonstration. Open {base}/ and sign in:\n")
        for username, one in known.items():
            self.stdout.write(f"  {username:12} {one['password']:14} {one['name']}")
        self.stdout.write("\nAPI tokens:")
        for username, one in known.items():
            self.stdout.write(f"  {username:12} {one['token']}")
        self.stdout.write(
            f"\nAlso in {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path.name}."
        )
        self.stdout.write(
            f"Without an account: {base}/o/{office.slug}/ (ask for the service, track a request, read the SOP)\n"
        )
