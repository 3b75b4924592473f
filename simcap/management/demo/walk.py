"""Walk a demonstration case through the SOP with a scripted clock, by the same doorway as everybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from simcap import clock
from simcap.documents.uploads import stage
from simcap.facilitation.doorway import perform
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Actor, officer_actor, requester_actor
from simcap.facilitation.phrases import window_text
from simcap.intake.regions import place_label
from simcap.people.calendar import of as calendar_of
from simcap.people.models import Account, Office
from simcap.resources.models import Vehicle

from . import inputs, paper
from .occasions import Occasion

SPACE = UUID("6f1f2a4e-3c53-4d43-9d0e-0f54f5d7b0a1")
MINUTE = timedelta(minutes=1)
#: Who acts, what, after how many working minutes of waiting and handling.
PATH = (
    ("kadis", "dispose", 22, 2), ("kabid", "forward", 35, 1), ("seksi", "appoint", 18, 2),
    ("koordinator", "record_request", 40, 9), ("seksi", "initial", 12, 2), ("kabid", "initial", 25, 1),
    ("kadis", "sign_spt", 30, 2), ("teknisi1", "prepare", 120, 45), ("koordinator", "start", 0, 0),
    ("teknisi1", "finish", 0, 0), ("koordinator", "record_facilitation", 55, 24), ("seksi", "endorse", 20, 1),
    ("kabid", "endorse", 15, 1), ("kadis", "accept_report", 45, 2),
)  # fmt: skip
LOG = (
    ("measurement", "Uji sambungan setelah pemasangan.", {"down_mbps": "26.4", "up_mbps": "5.8", "latency_ms": 49}),
    ("visitors", "Pengunjung mulai ramai.", {"users_count": 64}),
    ("outage", "Sambungan terputus saat hujan lebat, lalu pulih.", {"outage_minutes": 12}),
    ("measurement", "Pengukuran siang.", {"down_mbps": "22.8", "up_mbps": "4.6", "latency_ms": 55, "users_count": 71}),
)


@dataclass
class Walk:
    """One case on its way. `now` is the scripted moment; it never passes `until`."""

    office: Office
    occasion: Occasion
    number: int
    until: datetime
    now: datetime = field(init=False)
    case: Facilitation | None = None

    def __post_init__(self) -> None:
        back = self.until - timedelta(days=self.occasion.days_ago)
        self.now = calendar_of(self.office).next_opening(
            back.replace(hour=1 + self.number % 5, minute=7 * self.number % 60)
        )

    def run(self) -> Facilitation:
        """Register the letter and go on until the case stands where the occasion wants it."""
        case = self._register()
        for username, act, waiting, handling in PATH:
            if case.stage == self.occasion.stage:
                break
            if self.occasion.stage == "awaiting_requester" and act == "appoint":
                return self._ask_back()
            case = self._step(username, act, waiting, handling)
        return case

    def _ask_back(self) -> Facilitation:
        reasons = {
            "reasons": ["window_unclear", "site_unclear"],
            "note": "Mohon jelaskan jam selesai dan sumber listrik.",
        }
        return self._do("seksi", "return_incomplete", reasons)

    def _step(self, username: str, act: str, waiting: int, handling: int) -> Facilitation:
        slow = 3 if self.occasion.slow else 1
        if act in ("start", "finish"):
            return self._in_the_field(act)
        self._go_on(waiting * slow)
        if handling:
            self._do(username, "open", {})
        self._go_on(handling * slow)
        return self._do(username, act, self._inputs(act))

    def _in_the_field(self, act: str) -> Facilitation:
        case = self._case
        if act == "start":
            self.now = max(self.now, min(case.starts_at + 10 * MINUTE, self.until - 2 * timedelta(hours=1)))
            started = self._do("koordinator", "start", {"text": "Tiba di lokasi dan memasang perangkat."})
            self._write_log()
            return started
        self.now = min(max(case.ends_at + 30 * MINUTE, self.now), self.until)
        return self._do("teknisi1", "finish", self._inputs("finish"))

    def _write_log(self) -> None:
        pause = max((self._case.ends_at - self.now) / (len(LOG) + 1), MINUTE)
        for number, (kind, text, values) in enumerate(LOG):
            self.now = min(self.now + pause, self.until)
            who = "teknisi2" if number % 2 else "teknisi1"
            photo = (
                self._upload(who, paper.photo(text[:40], seed=self.number * 10 + number), "foto.jpg")
                if number < 3
                else ""
            )
            self._do(
                who, "log", {"kind": kind, "text": text, "photo": photo, "caption": text if photo else "", **values}
            )

    def _go_on(self, minutes: int) -> None:
        self.now = min(calendar_of(self.office).add(self.now, minutes * MINUTE), self.until)

    @property
    def _case(self) -> Facilitation:
        if self.case is None:
            raise RuntimeError("The letter is not registered yet.")
        return self.case

    def _actor(self, username: str) -> Actor:
        if username == "pemohon":
            return requester_actor(f"demo-{self.number}")
        return officer_actor(
            Account.objects.select_related("officer__office").get(username=username, office=self.office)
        )

    def _upload(self, username: str, data: bytes, name: str) -> str:
        return str(stage(data, name=name, office=self.office, uploader=self._actor(username).key).uid)

    def _do(self, username: str, act: str, given: dict[str, Any]) -> Facilitation:
        with clock.scripted(self.now):
            receipt = perform(
                act,
                office=self.office,
                actor=self._actor(username),
                inputs=given,
                facilitation=self.case,
                request_id=uuid5(SPACE, f"{self.number}/{act}/{self.now.isoformat()}/{username}"),
            )
        self.case = Facilitation.objects.select_related("office").get(pk=receipt.facilitation.pk)
        return self.case

    def _register(self) -> Facilitation:
        one, zone = self.occasion, ZoneInfo(self.office.time_zone)
        day = (self.now + timedelta(days=one.event_after_days)).astimezone(zone)
        starts = day.replace(hour=8, minute=0, second=0, microsecond=0)
        ends = starts + timedelta(hours=one.hours)
        username, on = (
            ("pemohon" if one.online else "agendaris"),
            (self.now - timedelta(days=2)).astimezone(zone).date(),
        )
        number = f"{100 + self.number}/CONTOH/{on.year}"
        letter = paper.letter(
            institution=one.institution,
            number=number,
            on=on,
            event=one.event,
            place=place_label(one.place),
            window=window_text(starts, ends, self.office.time_zone),
            at=self.now,
        )
        given = {
            "institution": one.institution,
            "letter_number": number,
            "letter_on": on.isoformat(),
            "subject": "Permohonan fasilitasi Mobile MCAP",
            "event": f"{one.event} (data contoh)",
            "purpose": one.purpose,
            "place": one.place,
            "site": one.site,
            "starts_at": starts.isoformat(),
            "ends_at": ends.isoformat(),
            "visitors_count": one.visitors,
            "power": "genset" if one.signal == "none" else "grid",
            "signal": one.signal,
            "road": one.road,
            "services": ["internet", "learning"],
            "contact_name": "Narahubung (contoh)",
            "contact_phone": "0800 0000 0000",
            "contact_email": "",
            "letter": self._upload(username, letter, "surat.pdf"),
        }
        if not one.online:
            given |= {"security": one.security}
        return self._do(username, "register", given)

    def _inputs(self, act: str) -> dict[str, Any]:
        return dict(self._makers()[act]())

    def _makers(self) -> dict[str, Callable[[], dict[str, Any]]]:
        one, case = self.occasion, self._case
        level = {"urgency": one.urgency, "security": one.security}
        plain: dict[str, Callable[[], dict[str, Any]]] = dict.fromkeys(
            ("initial", "sign_spt", "endorse", "accept_report"), lambda: {"note": ""}
        )
        return plain | {
            "dispose": lambda: inputs.disposition(
                self.office, "Fasilitasi sesuai ketentuan", "Laporkan hasilnya", **level
            ),
            "forward": lambda: inputs.disposition(
                self.office, "Untuk ditindaklanjuti", "Siapkan SPT", note="Periksa jadwal kendaraan.", **level
            ),
            "appoint": lambda: (
                inputs.disposition(self.office, "Siapkan bahan", **level)
                | {"coordinator": self._officer_pk("koordinator")}
            ),
            "record_request": lambda: inputs.record_request(case, vehicle=self._vehicle(), crew=self._crew()),
            "prepare": lambda: inputs.prepare(self.office, odometer_out_km=20_000 + 300 * self.number),
            "finish": self._finish,
            "record_facilitation": lambda: inputs.record_facilitation(case),
        }

    def _finish(self) -> dict[str, Any]:
        case, total = self._case, int(self.occasion.visitors * 0.9)
        children, elderly = total // 3, total // 10
        page = self._upload("teknisi1", paper.signed_page("Wali Nagari (contoh)", case.event), "tanda-terima.jpg")
        last = min(case.ends_at, self.now)
        started = case.log_entries.get(kind="start").at
        hours = f"{max((last - started).total_seconds() / 3600, 0.1):.1f}"
        return inputs.finish(
            case,
            host_page=page,
            finished_at=last,
            on_air_hours=hours,
            visitors=(children, total - children - elderly, elderly),
            odometer_in_km=20_000 + 300 * self.number + 212,
        )

    def _vehicle(self) -> Vehicle:
        return Vehicle.objects.filter(office=self.office).order_by("id")[self.number % 2]

    def _crew(self) -> list[Any]:
        return [
            (self._actor(name).officer, duty)
            for name, duty in (("teknisi1", "Pengemudi dan jaringan"), ("teknisi2", "Layanan pengunjung"))
        ]

    def _officer_pk(self, username: str) -> int:
        officer = self._actor(username).officer
        if officer is None:
            raise RuntimeError(f"The account {username} has no officer.")
        return officer.pk


def walk_all(office: Office, occasions: tuple[Occasion, ...], *, done: int, until: datetime) -> Iterator[Facilitation]:
    """Walk the occasions that are not yet `done`; each case is answered as soon as it stands."""
    for number, occasion in enumerate(occasions[done:], start=done + 1):
        yield Walk(office, occasion, number, until).run()
