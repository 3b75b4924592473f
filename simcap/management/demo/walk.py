"""Walk a demonstration case through the SOP: who acts when, until the case stands where its occasion wants it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from simcap.facilitation.models import Facilitation
from simcap.people.calendar import of as calendar_of
from simcap.people.models import Office

from . import exceptions, lines, paper
from .occasions import Occasion
from .stage import Stage

MINUTE = timedelta(minutes=1)
#: Who acts, what, after how many working minutes of waiting and handling.
PATH = (
    ("kadis", "dispose", 22, 2),
    ("kabid", "forward", 35, 1),
    ("seksi", "appoint", 18, 2),
    ("koordinator", "record_request", 40, 9),
    ("seksi", "initial", 12, 2),
    ("kabid", "initial", 25, 1),
    ("kadis", "sign_spt", 30, 2),
    ("teknisi1", "prepare", 120, 45),
    ("koordinator", "start", 0, 0),
    ("teknisi1", "finish", 0, 0),
    ("koordinator", "record_facilitation", 55, 24),
    ("seksi", "endorse", 20, 1),
    ("kabid", "endorse", 15, 1),
    ("kadis", "accept_report", 45, 2),
)
LOG: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("measurement", "Uji sambungan setelah pemasangan.", {"down_mbps": "26.4", "up_mbps": "5.8", "latency_ms": 49}),
    ("visitors", "Pengunjung mulai ramai.", {"users_count": 64}),
    ("outage", "Sambungan terputus saat hujan lebat, lalu pulih.", {"outage_minutes": 12}),
    ("measurement", "Pengukuran siang.", {"down_mbps": "22.8", "up_mbps": "4.6", "latency_ms": 55, "users_count": 71}),
)


@dataclass
class Walk:
    """One case on its way; its moments never pass the stage's last one."""

    stage: Stage

    def run(self) -> Facilitation:
        """Register the letter, go on until the case stands where the occasion wants it, and off the path if so."""
        stage, wanted = self.stage, self.stage.occasion.stage
        username = "pemohon" if stage.occasion.online else "agendaris"
        case = stage.do(username, "register", lines.register(stage, username))
        for username, act, waiting, handling in PATH:
            if case.stage == wanted:
                break
            if wanted == "awaiting_requester" and act == "appoint":
                return self._ask_back()
            case = self._step(username, act, waiting, handling)
        for username, act in stage.occasion.then:
            self._go_on(25)
            case = stage.do(username, act, exceptions.of(stage, act))
        return case

    def _ask_back(self) -> Facilitation:
        note = "Mohon jelaskan jam selesai dan sumber listrik."
        given = {"reasons": ["window_unclear", "site_unclear"], "note": note}
        return self.stage.do("seksi", "return_incomplete", given)

    def _step(self, username: str, act: str, waiting: int, handling: int) -> Facilitation:
        if act == "start":
            return self._start()
        if act == "finish":
            return self._finish()
        slow = 3 if self.stage.occasion.slow else 1
        self._go_on(waiting * slow)
        self.stage.do(username, "open", {})
        self._go_on(handling * slow)
        return self.stage.do(username, act, lines.of(self.stage, act))

    def _start(self) -> Facilitation:
        begins = min(self.stage.case.starts_at + 10 * MINUTE, self.stage.until - 120 * MINUTE)
        self.stage.now = max(self.stage.now, begins)
        started = self.stage.do("koordinator", "start", {"text": "Tiba di lokasi dan memasang perangkat."})
        self._write_log()
        return started

    def _finish(self) -> Facilitation:
        self.stage.now = min(max(self.stage.case.ends_at + 30 * MINUTE, self.stage.now), self.stage.until)
        return self.stage.do("teknisi1", "finish", lines.of(self.stage, "finish"))

    def _write_log(self) -> None:
        stage = self.stage
        ends = min(stage.case.ends_at, stage.until)
        pause = min(max((ends - stage.now) / (len(LOG) + 1), MINUTE), 90 * MINUTE)
        for number, (kind, text, values) in enumerate(LOG):
            stage.now = min(stage.now + pause, stage.until)
            who = "teknisi2" if number % 2 else "teknisi1"
            given: dict[str, Any] = {"kind": kind, "text": text, **values}
            if number < 3:
                picture = paper.photo(text[:40], seed=stage.number * 10 + number)
                given |= {"photo": stage.upload(who, picture, "foto.jpg")}
            stage.do(who, "log", given)

    def _go_on(self, minutes: int) -> None:
        stage = self.stage
        stage.now = min(calendar_of(stage.office).add(stage.now, minutes * MINUTE), stage.until)


def walk_all(office: Office, occasions: tuple[Occasion, ...], *, done: int, until: datetime) -> Iterator[Facilitation]:
    """Walk the occasions that are not yet `done`; each case is answered as soon as it stands."""
    for number, occasion in enumerate(occasions[done:], start=done + 1):
        back = (until - timedelta(days=occasion.days_ago)).replace(hour=1 + number % 5, minute=7 * number % 60)
        arrives = min(calendar_of(office).next_opening(back), until)
        yield Walk(Stage(office, occasion, number, arrives, until)).run()
