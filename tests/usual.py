"""What the cast usually types: inputs that are right for each act at the moment."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image

from simcap import clock
from simcap.facilitation.models import Facilitation, PaperSheet
from simcap.people.models import Appointment, Instruction, Office, Officer
from simcap.resources.models import ChecklistItem, Vehicle

WIB = ZoneInfo("Asia/Jakarta")


def png() -> bytes:
    """A small real picture."""
    out = BytesIO()
    Image.new("RGB", (60, 40), (10, 72, 159)).save(out, "PNG")
    return out.getvalue()


def first_village() -> str:
    """A nagari that exists."""
    from simcap.intake.models import Region

    return Region.objects.filter(level="village").order_by("code")[0].code


class Usual:
    """Inputs by act; `Cast` says who is there and which case it is about."""

    office: Office
    vehicle: Vehicle
    case: Facilitation | None

    def officer(self, username: str) -> Officer:
        """The officer behind a username."""
        raise NotImplementedError

    def upload(self, username: str, data: bytes | None = None, name: str = "surat.png") -> str:
        """Stage an upload; answers its uid."""
        raise NotImplementedError

    def _register(self, username: str) -> dict[str, Any]:
        start = clock.now().astimezone(WIB) + timedelta(days=10)
        return {
            "institution": "Pemerintah Nagari Sungai Dareh",
            "letter_number": "140/21/PN-SD/2026",
            "letter_on": (clock.now() - timedelta(days=3)).date().isoformat(),
            "subject": "Permohonan fasilitasi Mobile MCAP",
            "event": "Festival Nagari (data contoh)",
            "purpose": "event",
            "place": first_village(),
            "site": "Halaman kantor wali nagari",
            "starts_at": start.replace(hour=8, minute=0).isoformat(),
            "ends_at": start.replace(hour=16, minute=0).isoformat(),
            "visitors_count": 200,
            "power": "grid",
            "signal": "weak",
            "road": "paved",
            "services": ["internet", "learning"],
            "contact_name": "Sekretaris Nagari (contoh)",
            "contact_phone": "0812 0000 0000",
            "contact_email": "nagari@contoh.example",
            "letter": self.upload(username),
        }

    def _dispose(self, username: str) -> dict[str, Any]:
        first = Instruction.objects.filter(office=self.office).order_by("order")[9]
        return {"instructions": [first.pk], "urgency": "ordinary", "security": "B", "note": "Mohon dibantu."}

    _forward = _dispose

    def _appoint(self, username: str) -> dict[str, Any]:
        return {**self._dispose(username), "coordinator": self.officer("koordinator").pk}

    def _record_request(self, username: str) -> dict[str, Any]:
        assert self.case
        return {
            "place": "Halaman kantor wali nagari",
            "starts_at": self.case.starts_at.isoformat(),
            "ends_at": self.case.ends_at.isoformat(),
            "vehicle": self.vehicle.pk,
            "tasks": "Memasang\nMelayani",
            "budget_source": "DPA Diskominfo 2026, kode rekening 5.1.02.04.01.0001",
            "crew": [{"officer": self.officer(u).pk, "duty": "Teknisi"} for u in ("teknisi1", "teknisi2")],
        }

    def _prepare(self, username: str) -> dict[str, Any]:
        items = list(ChecklistItem.objects.filter(office=self.office, is_active=True))
        return {
            "odometer_out_km": 1000,
            "checks": [{"item": i.text, "ok": True, "note": ""} for i in items if i.kind == "check"],
            "equipment": [
                {"name": i.text, "unit": i.unit, "out_count": i.usual_count, "out_condition": "good"}
                for i in items
                if i.kind == "equipment"
            ],
        }

    def _log(self, username: str) -> dict[str, Any]:
        return {
            "kind": "measurement",
            "text": "Uji sambungan",
            "down_mbps": "22.5",
            "up_mbps": "4.1",
            "latency_ms": 48,
            "users_count": 35,
        }

    def _finish(self, username: str) -> dict[str, Any]:
        assert self.case
        return {
            "finished_at": clock.now().isoformat(),
            "on_air_hours": "0.1",
            "male_count": 90,
            "female_count": 110,
            "child_count": 80,
            "adult_count": 100,
            "elderly_count": 20,
            "disability_count": 3,
            "device_count": 60,
            "down_mbps": "22.5",
            "up_mbps": "4.1",
            "latency_ms": 48,
            "outage_count": 0,
            "outage_minutes": 0,
            "genset_hours": "2",
            "fuel_litres": "18.5",
            "odometer_in_km": 1180,
            "summary": "Kegiatan berjalan baik.",
            "host_name": "Wali Nagari (contoh)",
            "host_post": "Wali Nagari",
            "host_way": "page",
            "host_page": self.upload(username, name="ttd.png"),
            "equipment": [
                {"name": one.name, "in_count": one.out_count, "in_condition": "good", "in_note": ""}
                for one in self.case.equipment.order_by("order")
            ],
        }

    def _record_facilitation(self, username: str) -> dict[str, Any]:
        from simcap.step4_record.queries import differences

        assert self.case
        return {
            "confirmed": True,
            "results": "Layanan diberikan.",
            "conclusion": "Berhasil.",
            "suggestions": "Dilanjutkan.",
            "differences": [
                {"key": gap.key, "explanation": "Sesuai keadaan lapangan."} for gap in differences(self.case)
            ],
        }

    def _return_incomplete(self, username: str) -> dict[str, Any]:
        return {"reasons": ["window_unclear"], "note": "Jam selesai belum tertulis."}

    def _resubmit(self, username: str) -> dict[str, Any]:
        assert self.case
        return {
            "answer": "Sampai pukul 16.00.",
            "site": "Halaman kantor wali nagari",
            "contact_phone": "0812 0000 0000",
            "starts_at": self.case.starts_at.isoformat(),
            "ends_at": self.case.ends_at.isoformat(),
        }

    def _add_attachment(self, username: str) -> dict[str, Any]:
        return {"attachments": [{"file": self.upload(username, name="denah.png"), "title": "Denah lokasi"}]}

    def _file_paper(self, username: str) -> dict[str, Any]:
        return {"code": "AAAA-AAAA", "scan": self.upload(username, name="formulir.png")}

    def _send_back(self, username: str) -> dict[str, Any]:
        return {"reason": "Perlu diperbaiki."}

    def _because(self, username: str) -> dict[str, Any]:
        return {"reason": "Ada alasan."}

    _withdraw = _reconsider = _cancel = _amend = _revoke_spt = _drop_amendment = _because

    def _supersede(self, username: str) -> dict[str, Any]:
        given = {**self._dispose(username), "reason": "Salah alamat."}
        return given | ({"coordinator": self.officer("koordinator").pk} if username == "seksi" else {})

    def _decline(self, username: str) -> dict[str, Any]:
        return {"ground": "occupied", "reason": "Kendaraan bertugas di tempat lain pada tanggal itu."}

    def _draft_decline(self, username: str) -> dict[str, Any]:
        return {
            "addressee": "Wali Nagari Sungai Dareh",
            "subject": "Jawaban atas permintaan fasilitasi",
            "body": "Belum dapat kami penuhi.\n\nAlasannya: kendaraan bertugas di tempat lain.",
            "suggestion": "Minggu berikutnya kendaraan tersedia.",
        }

    def _postpone(self, username: str) -> dict[str, Any]:
        assert self.case
        later = timedelta(days=7)
        return {
            "starts_at": (self.case.starts_at + later).isoformat(),
            "ends_at": (self.case.ends_at + later).isoformat(),
            "reason": "Diundur panitia.",
        }

    def _amend_spt(self, username: str) -> dict[str, Any]:
        return {**self._record_request(username), "coordinator_officer": self.officer("koordinator").pk}

    def _print_to_sign(self, username: str) -> dict[str, Any]:
        head = Appointment.objects.get(position=self.position("head"), kind="definitive")
        return {"signer": head.pk, "numbered": "now"}

    def _scan_signed(self, username: str) -> dict[str, Any]:
        today = clock.now().astimezone(WIB).date()
        return {
            "scan": self.upload(username, name="pindai.png"),
            "signed_on": today.isoformat(),
            "stamped": True,
        }

    def _confirm_signed(self, username: str) -> dict[str, Any]:
        return {"same_document": True, "signature_seen": True, "number_same": True}

    _void_paper = _because

    def _file_paper(self, username: str) -> dict[str, Any]:
        sheet = PaperSheet.objects.create(
            code=f"KERT-{PaperSheet.objects.count() + 1000}", office=self.office, facilitation=self.case, act="log",
            stage=self._case().stage, template="act_form", is_filled=False, content="{}", printed_at=clock.now(),
            printed_by=self.officer("agendaris"),
        )  # fmt: skip
        return {"code": sheet.code, "scan": self.upload(username, name="formulir.png")}
