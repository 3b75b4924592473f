"""The fixed cast: one office with everybody in his post, and a second office that must never be seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from PIL import Image

from simcap import clock
from simcap.documents.models import Attachment
from simcap.documents.uploads import stage
from simcap.facilitation.doorway import Receipt, perform
from simcap.facilitation.models import Facilitation, PaperSheet
from simcap.facilitation.occasion import Actor, officer_actor, requester_actor
from simcap.facilitation.rights import Powers
from simcap.management.office import OfficeDetails, appoint_to, new_account, open_office
from simcap.people.models import Account, Appointment, Instruction, Office, Officer, Position
from simcap.resources.models import ChecklistItem, Vehicle

WIB = ZoneInfo("Asia/Jakarta")
#: A Monday morning in working hours.
MONDAY = datetime(2026, 6, 8, 8, 0, tzinfo=WIB)
#: Username → (name, position code or None).
POSTS = {
    "agendaris": ("Agendaris (contoh)", "front_desk"),
    "sekretaris": ("Sekretaris Dinas (contoh)", "secretary"),
    "kadis": ("Kepala Dinas (contoh)", "head"),
    "kabid": ("Kepala Bidang Aptika (contoh)", "division_head"),
    "seksi": ("Kepala Seksi Infrastruktur TIK (contoh)", "section_head"),
    "koordinator": ("Koordinator TIM (contoh)", None),
    "teknisi1": ("Teknisi 1 (contoh)", None),
    "teknisi2": ("Teknisi 2 (contoh)", None),
    "auditor": ("Auditor (contoh)", "auditor"),
    "admin": ("Administrator (contoh)", "administrator"),
}
PASSWORD = "sandi-contoh-2026"


def png() -> bytes:
    """A small real picture."""
    out = BytesIO()
    Image.new("RGB", (60, 40), (10, 72, 159)).save(out, "PNG")
    return out.getvalue()


@dataclass
class Cast:
    """An office, its people by username, and one case that they walk through the SOP."""

    office: Office
    accounts: dict[str, Account]
    vehicle: Vehicle
    case: Facilitation | None = None
    _files: dict[str, Attachment] = field(default_factory=dict)

    def account(self, username: str) -> Account:
        """The account, read anew."""
        return Account.objects.select_related("officer__office", "office").get(pk=self.accounts[username].pk)

    def officer(self, username: str) -> Officer:
        """The officer behind a username."""
        return self.account(username).officer

    def actor(self, username: str) -> Actor:
        """The actor behind a username; `pemohon` is the requester."""
        return requester_actor("draft-1") if username == "pemohon" else officer_actor(self.account(username))

    def powers(self, username: str) -> Powers:
        """What somebody holds now."""
        return Powers(self.actor(username), clock.now())

    def position(self, code: str) -> Position:
        """A position of the office."""
        return Position.objects.get(office=self.office, code=code)

    def upload(self, username: str, data: bytes | None = None, name: str = "surat.png") -> str:
        """Stage an upload; answers its uid."""
        key = self.actor(username).key
        return str(stage(data or png(), name=name, office=self.office, uploader=key).uid)

    def do(self, username: str, act: str, inputs: dict[str, Any] | None = None, **kwargs: Any) -> Receipt:
        """Perform an act on the case with the usual inputs, some of them changed."""
        given = {**self.usual(username, act), **(inputs or {})}
        receipt = perform(
            act,
            office=self.office,
            actor=self.actor(username),
            inputs=given,
            request_id=kwargs.pop("request_id", uuid4()),
            facilitation=None if act == "register" else self.case,
            **kwargs,
        )
        self.case = receipt.facilitation
        return receipt

    def usual(self, username: str, act: str) -> dict[str, Any]:
        """Inputs that are right for an act now."""
        maker = getattr(self, f"_{act}", None)
        return maker(username) if maker else {}

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

    def walk(self, to: str) -> Facilitation:
        """Bring a new case to a stage by the real acts."""
        self.do(*PATH[0])
        return self.walk_on(to) if self.case and self.case.stage != to else self._case()

    def _case(self) -> Facilitation:
        assert self.case
        return self.case

    def walk_on(self, to: str) -> Facilitation:
        """Bring the registered case to a stage by the real acts."""
        for username, act in PATH[1:]:
            self.do(username, act)
            assert self.case
            self.case.refresh_from_db()
            if self.case.stage == to:
                return self.case
        raise AssertionError(f"The path never reached {to}.")

    def reach(self, stage: str) -> Facilitation:
        """Bring a new case to any stage, off the path and beside it too, by the real acts."""
        before, steps = AWAY.get(stage, (stage, ()))
        self.walk(before)
        for username, act in steps:
            self.do(username, act)
        case = self._case()
        case.refresh_from_db()
        assert stage in (case.stage, case.beside)
        return case

    def walk_from(self, stage: str, to: str) -> Facilitation:
        """Go on from a stage that the path passes, to another, by the real acts."""
        for number, here in enumerate(STAGES):
            if here == stage:
                for username, act in PATH[number + 1 :]:
                    if self._case().stage == to:
                        break
                    self.do(username, act)
        return self._case()


PATH = (
    ("agendaris", "register"), ("kadis", "dispose"), ("kabid", "forward"), ("seksi", "appoint"),
    ("koordinator", "record_request"), ("seksi", "initial"), ("kabid", "initial"), ("kadis", "sign_spt"),
    ("teknisi1", "prepare"), ("koordinator", "start"), ("teknisi1", "finish"), ("koordinator", "record_facilitation"),
    ("seksi", "endorse"), ("kabid", "endorse"), ("kadis", "accept_report"),
)  # fmt: skip


def first_village() -> str:
    """A nagari that exists."""
    from simcap.intake.models import Region

    return Region.objects.filter(level="village").order_by("code")[0].code


def assemble(slug: str = "diskominfo-sumbar", *, prefix: str = "") -> Cast:
    """Open an office and put everybody in his post."""
    office = open_office(
        OfficeDetails(
            slug=slug, name="Dinas Komunikasi dan Informatika Provinsi Sumatera Barat", short_name="Diskominfo Sumbar",
            government="PEMERINTAH PROVINSI SUMATERA BARAT", letterhead="DINAS KOMUNIKASI DAN INFORMATIKA",
            address="Jalan Pramuka No. 11A, Padang", seat="Padang", unit_code="DISKOMINFO",
        ),
        years=(2026,),
    )  # fmt: skip
    accounts: dict[str, Account] = {}
    since = datetime(2026, 1, 1, tzinfo=UTC)
    for number, (username, (name, code)) in enumerate(POSTS.items()):
        nip = f"19800101200501{1 + number % 2}{number:03d}"
        officer = Officer.objects.create(office=office, name=name, nip=nip, grade="Penata / III.c")
        accounts[username], _ = new_account(office, username=prefix + username, officer=officer, password=PASSWORD)
        if code:
            appoint_to(office, code, officer, from_at=since, decree=f"SK {number + 1}/2026 (contoh)")
    vehicle = Vehicle.objects.create(office=office, name="Mobile MCAP", plate=f"BA {1 + Vehicle.objects.count()} XX")
    return Cast(office, accounts, vehicle)


#: The stage that each line of the path leads to.
STAGES = (
    "with_head", "with_division", "with_section", "to_record", "spt_with_section", "spt_with_division", "spt_with_head",
    "assigned", "prepared", "running", "returned", "report_with_section", "report_with_division", "report_with_head",
    "closed",
)  # fmt: skip
_DECLINE = (("kadis", "decline"), ("seksi", "draft_decline"), ("kabid", "initial_decline"), ("kadis", "sign_decline"))
_AMEND = (("seksi", "amend"), ("seksi", "amend_spt"), ("kabid", "initial_amendment"))
_PRINT, _SCAN = ("agendaris", "print_to_sign"), ("agendaris", "scan_signed")
#: Stage off the path → the stage of the path that it is left from, and by which acts.
AWAY: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "awaiting_requester": ("with_division", (("kabid", "return_incomplete"),)),
    "decline_draft": ("with_section", _DECLINE[:1]),
    "decline_with_division": ("with_section", _DECLINE[:2]),
    "decline_with_head": ("with_section", _DECLINE[:3]),
    "declined": ("with_section", _DECLINE),
    "cancelled": ("assigned", (("kadis", "cancel"),)),
    "amend_draft": ("assigned", _AMEND[:1]),
    "amend_with_section": ("assigned", (*_AMEND[:1], ("koordinator", "amend_spt"))),
    "amend_with_division": ("assigned", _AMEND[:2]),
    "amend_with_head": ("assigned", _AMEND),
    "spt_on_paper": ("spt_with_head", (_PRINT,)),
    "spt_to_check": ("spt_with_head", (_PRINT, _SCAN)),
    "decline_on_paper": ("with_section", (*_DECLINE[:3], _PRINT)),
    "decline_to_check": ("with_section", (*_DECLINE[:3], _PRINT, _SCAN)),
    "amend_on_paper": ("assigned", (*_AMEND, _PRINT)),
    "amend_to_check": ("assigned", (*_AMEND, _PRINT, _SCAN)),
    "report_on_paper": ("report_with_head", (_PRINT,)),
    "report_to_check": ("report_with_head", (_PRINT, _SCAN)),
}
