"""A whole case as a program would do it: who acts, what, with which inputs. Plain JSON; no two cases are alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

#: Username and act, in order; `log` with a photo makes the reports carry pictures.
PATH = (
    ("agendaris", "register"), ("kadis", "dispose"), ("kabid", "forward"), ("seksi", "appoint"),
    ("koordinator", "record_request"), ("seksi", "initial"), ("kabid", "initial"), ("kadis", "sign_spt"),
    ("teknisi1", "prepare"), ("koordinator", "start"), ("teknisi1", "log"), ("teknisi2", "log"),
    ("teknisi1", "finish"), ("koordinator", "record_facilitation"), ("seksi", "endorse"), ("kabid", "endorse"),
    ("kadis", "accept_report"),
)  # fmt: skip
#: Acts that typeset a document inside their transaction.
WITH_DOCUMENT = frozenset({"appoint", "sign_spt", "prepare", "finish", "record_facilitation", "accept_report"})
#: Acts that need an upload, with the field that takes it.
UPLOADS = {"register": "letter", "log": "photo", "finish": "host_page"}


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What the office has: keys that inputs refer to. JSON, so that a client without a database can hold it."""

    instructions: list[int]
    officers: dict[str, int]
    vehicle: int
    places: list[str]
    checks: list[str]
    equipment: list[list[Any]]


@dataclass
class Script:
    """The inputs of one case. `number` makes it differ from every other."""

    ground: Ground
    number: int
    begun_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def inputs(self, act: str, *, upload: str = "") -> dict[str, Any]:
        """The inputs of an act; `upload` is the uid of what was staged for it."""
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "register": self._register,
            "dispose": self._disposition,
            "forward": self._disposition,
            "appoint": lambda: {**self._disposition(), "coordinator": self.ground.officers["koordinator"]},
            "record_request": self._record_request,
            "prepare": self._prepare,
            "start": lambda: {"text": f"Tiba di lokasi, catatan {self.number}."},
            "log": self._log,
            "finish": self._finish,
            "record_facilitation": self._record,
        }
        given = makers.get(act, lambda: {"note": f"Catatan {act} {self.number}"})()
        return given | ({UPLOADS[act]: upload} if act in UPLOADS else {})

    @property
    def _window(self) -> tuple[str, str]:
        starts = (self.begun_at + timedelta(days=10)).replace(minute=self.number % 60, second=0, microsecond=0)
        return starts.isoformat(), (starts + timedelta(hours=8)).isoformat()

    @property
    def _visitors(self) -> int:
        return 120 + self.number % 300

    def _register(self) -> dict[str, Any]:
        starts_at, ends_at = self._window
        return {
            "institution": f"Pemerintah Nagari Contoh {self.number}", "letter_number": f"{self.number}/BENCH/2026",
            "letter_on": (self.begun_at - timedelta(days=3)).date().isoformat(),
            "subject": "Permohonan fasilitasi Mobile MCAP", "event": f"Festival Nagari {self.number} (data contoh)",
            "purpose": "event", "place": self.ground.places[self.number % len(self.ground.places)],
            "site": f"Halaman kantor wali nagari {self.number}", "starts_at": starts_at, "ends_at": ends_at,
            "visitors_count": self._visitors, "power": "grid", "signal": "weak", "road": "paved",
            "services": ["internet", "learning"], "contact_name": "Narahubung (contoh)",
            "contact_phone": f"0800 {self.number:07d}", "contact_email": "",
        }  # fmt: skip

    def _disposition(self) -> dict[str, Any]:
        chosen = self.ground.instructions
        first = self.number % (len(chosen) - 1)
        return {
            "instructions": chosen[first : first + 2], "urgency": "ordinary", "security": "B",
            "note": f"Mohon dibantu, berkas {self.number}.",
        }  # fmt: skip

    def _record_request(self) -> dict[str, Any]:
        starts_at, ends_at = self._window
        return {
            "place": f"Halaman kantor wali nagari {self.number}", "starts_at": starts_at, "ends_at": ends_at,
            "vehicle": self.ground.vehicle, "tasks": f"Memasang perangkat\nMelayani pengunjung {self.number}",
            "budget_source": "DPA Diskominfo (contoh), kode rekening 5.1.02", "copies_to": "Sekretaris Dinas",
            "crew": [
                {"officer": self.ground.officers[who], "duty": duty}
                for who, duty in (("teknisi1", "Pengemudi dan jaringan"), ("teknisi2", "Layanan pengunjung"))
            ],
        }  # fmt: skip

    def _prepare(self) -> dict[str, Any]:
        return {
            "odometer_out_km": 20_000 + self.number,
            "checks": [{"item": text, "ok": True, "note": ""} for text in self.ground.checks],
            "equipment": [
                {"name": name, "unit": unit, "out_count": count, "out_condition": "good"}
                for name, unit, count in self.ground.equipment
            ],
        }

    def _log(self) -> dict[str, Any]:
        return {
            "kind": "measurement", "text": f"Uji sambungan {self.number}.", "down_mbps": f"{20 + self.number % 9}.5",
            "up_mbps": "4.1", "latency_ms": 40 + self.number % 30, "users_count": self._visitors // 4,
            "caption": f"Uji sambungan pada kegiatan {self.number}",
        }  # fmt: skip

    def _finish(self) -> dict[str, Any]:
        visitors = self._visitors
        return {
            "finished_at": datetime.now(UTC).isoformat(), "on_air_hours": "0.1", "male_count": visitors // 2,
            "female_count": visitors - visitors // 2, "child_count": visitors // 3,
            "adult_count": visitors - visitors // 3 - visitors // 10, "elderly_count": visitors // 10,
            "disability_count": 3, "device_count": visitors // 4, "down_mbps": "22.5", "up_mbps": "4.1",
            "latency_ms": 48, "outage_count": 0, "outage_minutes": 0, "genset_hours": "2", "fuel_litres": "18.5",
            "odometer_in_km": 20_180 + self.number, "summary": f"Kegiatan {self.number} berjalan baik.",
            "host_name": "Wali Nagari (contoh)", "host_post": "Wali Nagari", "host_way": "page",
            "equipment": [
                {"name": name, "in_count": count, "in_condition": "good", "in_note": ""}
                for name, _unit, count in self.ground.equipment
            ],
        }  # fmt: skip

    def _record(self) -> dict[str, Any]:
        said = "Acara dimajukan atas permintaan panitia."
        return {
            "confirmed": True, "results": f"Layanan diberikan sesuai permintaan {self.number}.",
            "conclusion": "Fasilitasi berjalan baik.", "suggestions": "Dilanjutkan.",
            "differences": [{"key": key, "explanation": said} for key in ("started", "finished")],
        }  # fmt: skip


def papers(letter: bytes, photos: list[bytes], number: int) -> dict[str, bytes]:
    """What is uploaded for each act of a case: its own letter, photo and signed page."""
    photo, page = (photos[(2 * number + one) % len(photos)] for one in (0, 1))
    return {"register": letter + f"\n%{number}\n%%EOF\n".encode(), "log": photo, "finish": page}
