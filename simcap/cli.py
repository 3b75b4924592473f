"""The `simcap` command: Django's commands with this project's settings."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command that the shell was given, under config.settings unless the environment names other settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
