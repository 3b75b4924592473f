"""`make story`: it passes as it stands, and it fails when a figure, the journal or a document is otherwise."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.installations import kept_tables

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import django; django.setup()
{change}
from django.core.management import call_command
call_command("story")
"""
#: Whether a change is noticed does not hang on the migrations: the tables are laid there as they come out of them.
WITH_TABLES = """
import shutil
from django.conf import settings
from simcap.management.commands import story
story.call_command = lambda *told, **how: shutil.copyfile({kept!r}, settings.DATABASE_FILE)
"""
CHANGES = {
    "a working minute": "from simcap.management.story import run\n"
    "from dataclasses import replace\n"
    "run.EXPECTED = (replace(run.EXPECTED[0], waiting=722), *run.EXPECTED[1:])",
    "a stage": "from simcap.management.commands import story\n"
    "from dataclasses import replace\n"
    "story.SCENES = (replace(story.SCENES[0], stage='closed'), *story.SCENES[1:])",
    "a number": "from simcap.management.story import run\n"
    "run.NUMBERS = {**run.NUMBERS, 'assignment_letter': '800.1.11.1/002/DISKOMINFO/VI/2026'}",
}
pytestmark = pytest.mark.once


def told(tmp_path: Path, *, change: str = "") -> subprocess.CompletedProcess[str]:
    """Run the story in a folder of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SIMCAP_", "DATABASE_URL", "PYTEST"))}
    environment |= {
        "SIMCAP_MODE": "demo",
        "SIMCAP_VAR": str(tmp_path / "story"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    program = PROGRAM.format(change=change)
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_story_comes_out_as_worked_out_by_hand(tmp_path: Path) -> None:
    run = told(tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert sorted(path.name for path in (tmp_path / "story").glob("*.pdf")) == [
        "1-disposition_sheet.pdf",
        "2-assignment_letter.pdf",
        "3-hand_over_list.pdf",
        "4-field_report.pdf",
        "5-host_confirmation.pdf",
        "6-facilitation_record.pdf",
        "7-activity_report.pdf",
    ]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_story_fails_when_something_is_otherwise(db: None, tmp_path: Path, change: str) -> None:
    run = told(tmp_path, change=WITH_TABLES.format(kept=str(kept_tables())) + change)
    assert run.returncode != 0
    assert "CommandError" in run.stderr


def test_the_story_refuses_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    environment = os.environ | {"SIMCAP_MODE": "demo", "SIMCAP_VAR": str(tmp_path / "other")}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    environment.pop("DATABASE_URL", None)
    run = subprocess.run(
        [sys.executable, "manage.py", "story"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "database of its own" in run.stderr
