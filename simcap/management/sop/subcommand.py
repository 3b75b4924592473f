"""What one subcommand of `simcap sop` is: its name, its arguments, and what it does."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subcommand:
    """`run(command, **arguments)` gets the BaseCommand, for its streams; it raises CommandError to refuse."""

    name: str
    help: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[..., None]
