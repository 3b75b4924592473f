"""`simcap checkpoint`: note the heads of all chains now (the worker does it daily)."""

from typing import Any

from django.core.management.base import BaseCommand

from simcap.management.daily import checkpoint_of
from simcap.people.models import Office


class Command(BaseCommand):
    """Writes a checkpoint for every office in which something has moved."""

    help = "Note the heads of all journal chains, now."

    def handle(self, **options: Any) -> None:
        for office in Office.objects.all():
            entry = checkpoint_of(office)
            self.stdout.write(
                f"{office.slug}: " + (f"#{entry.seq} {entry.hash[:12]}" if entry else "nothing has moved")
            )
