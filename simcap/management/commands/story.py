"""`simcap story`: the whole SOP, headless, through the API, with a scripted clock, in a database of its own."""

import json
import shutil
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from simcap import clock
from simcap.management.demo.people import open_demo_office
from simcap.management.story.client import Deviation
from simcap.management.story.figures import SCENES
from simcap.management.story.run import Story, deviations, keep_documents, table

FOLDER = "story"


class Command(BaseCommand):
    """Exit code 1 on any deviation from the figures that were worked out by hand."""

    help = "Walk one facilitation from the letter to the accepted report and compare every working minute."

    def handle(self, **options: Any) -> None:
        if not settings.SIMCAP_DEMO or settings.SIMCAP_VAR.name != FOLDER:
            raise CommandError(
                "The story has a database of its own: SIMCAP_MODE=demo SIMCAP_VAR=var/story simcap story."
            )
        story = self._begin()
        try:
            for scene in SCENES:
                stage = story.play(scene)
                self.stdout.write(f"  {scene.at:%a %d %b %H:%M}  {scene.who:12} {scene.act:20} → {stage}")
            with clock.scripted(SCENES[-1].at):
                self._end(story)
        except Deviation as deviation:
            raise CommandError(str(deviation)) from deviation

    def _begin(self) -> Story:
        connection.close()
        for path in settings.SIMCAP_VAR.glob("demo.sqlite3*"):
            path.unlink()
        shutil.rmtree(settings.SIMCAP_VAR / "demo-files", ignore_errors=True)
        for path in settings.SIMCAP_VAR.glob("*.pdf"):
            path.unlink()
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        accounts = settings.SIMCAP_VAR / "demo-accounts.json"
        with clock.scripted(SCENES[0].at):
            office = open_demo_office(accounts)
        known = json.loads(accounts.read_text())["accounts"]
        return Story(office, {username: one["token"] for username, one in known.items()})

    def _end(self, story: Story) -> None:
        kept = keep_documents(story, settings.SIMCAP_VAR)
        self.stdout.write("\n" + "\n".join(table(story)) + "\n")
        self.stdout.write("Documents: " + ", ".join(path.name for path in kept))
        found = list(deviations(story))
        for deviation in found:
            self.stderr.write(f"Deviation: {deviation}")
        if found:
            raise CommandError(f"{len(found)} deviation(s).")
        self.stdout.write("Every working minute and verdict is as worked out by hand; the journal is sound.")
