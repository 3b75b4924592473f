"""`simcap worker`: work off the tasks, and give a sign of life meanwhile. `simcap serve` starts it."""

from argparse import ArgumentParser
from typing import Any

from django_tasks_db.management.commands import db_worker

from simcap.health.beating import WORKER, keep_beating
from simcap.notices import worker as notices


class Command(db_worker.Command):
    """The task library's own worker, over all queues, with a heartbeat beside it."""

    help = "Work off the tasks until a signal to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*")

    def handle(self, **options: Any) -> None:
        keep_beating(WORKER)
        notices.plan()
        super().handle(**options)
