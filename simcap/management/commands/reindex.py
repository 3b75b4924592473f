"""`simcap reindex`: make the index of full-text search anew."""

from typing import Any

from django.core.management.base import BaseCommand

from simcap.facilitation import searching


class Command(BaseCommand):
    """Reads the words of every case again; the pages may be in use meanwhile."""

    help = "Make the index of full-text search anew."

    def handle(self, **options: Any) -> None:
        count = searching.rebuild(told=lambda done: self.stdout.write(f"{done} cases"))
        self.stdout.write(f"Done: {count} cases can be found.")
