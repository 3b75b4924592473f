"""`simcap sop check|import|export …`: work on an SOP as a file, beside the service."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from simcap.management.sop.checking import CHECK
from simcap.management.sop.exporting import EXPORT
from simcap.management.sop.importing import IMPORT

#: Every subcommand by its name; a new one is a row here.
SUBCOMMANDS = {each.name: each for each in (CHECK, EXPORT, IMPORT)}


class Command(BaseCommand):
    """Hands over to the subcommand. None of them needs a database."""

    help = "Check, import and export a standard operating procedure (SOP) as a file."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        branches = parser.add_subparsers(dest="subcommand", required=True, metavar="SUBCOMMAND")
        for each in SUBCOMMANDS.values():
            each.add_arguments(branches.add_parser(each.name, help=each.help, description=each.help))

    def handle(self, *, subcommand: str, **options: Any) -> None:
        SUBCOMMANDS[subcommand].run(self, **options)
