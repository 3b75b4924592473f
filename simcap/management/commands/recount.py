"""`simcap recount`: whether the counts of the monitoring page are what the turns of all cases say; mends them."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from simcap.facilitation.recounting import recount

#: Differences that are named one by one.
MOST_NAMED = 20


class Command(BaseCommand):
    """Reckons every closed measurement anew; the pages may be in use meanwhile."""

    help = "Reckon the closed measurements and their counts anew, tell what differs, and mend it."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` mends nothing and exits with 1 where something differs."""
        parser.add_argument("--check", action="store_true", help="only tell; exit with 1 where something differs")

    def handle(self, **options: Any) -> None:
        found = recount(mends=not options["check"], told=lambda done: self.stdout.write(f"{done} cases"))
        months = [f"{month:%Y-%m}" for month in found.wrong_months]
        for label, wrong in (("measurements of case", found.wrong_cases), ("counts of month", months)):
            for one in wrong[:MOST_NAMED]:
                self.stdout.write(f"differs: {label} {one}")
            if len(wrong) > MOST_NAMED:
                self.stdout.write(f"differs: {label}: {len(wrong) - MOST_NAMED} more")
        if found.is_right:
            self.stdout.write(f"Done: {found.cases_count} cases, every count as the turns say.")
        elif options["check"]:
            sys.exit(1)
        else:
            self.stdout.write("Done: what differed has been mended.")
