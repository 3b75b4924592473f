"""The fixed cast: one office with everybody in his post, and a second office that must never be seen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from simcap import clock
from simcap.documents.models import Attachment
from simcap.documents.uploads import stage
from simcap.facilitation.doorway import Receipt, perform
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Actor, officer_actor, requester_actor
from simcap.facilitation.rights import Powers
from simcap.management.office import OfficeDetails, appoint_to, new_account, open_office
from simcap.people.models import Account, Office, Officer, Position
from simcap.resources.models import Vehicle
from tests.usual import WIB, Usual, first_village, png

__all__ = [
    "MONDAY", "PASSWORD", "PATH", "POSTS", "STAGES", "WIB", "Cast", "appoint_to", "assemble", "first_village", "png",
]  # fmt: skip

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


@dataclass
class Cast(Usual):
    """An office, its people by username, and one case that they walk through the SOP."""

    office: Office
    accounts: dict[str, Account]
    vehicle: Vehicle
    case: Facilitation | None = None
    _files: dict[str, Attachment] = field(default_factory=dict)

    def anew(self) -> Cast:
        """The same office, people and case, read anew: for a test that shares them with others."""
        case = Facilitation.objects.get(pk=self.case.pk) if self.case else None
        accounts = {username: self.account(username) for username in self.accounts}
        office, vehicle = Office.objects.get(pk=self.office.pk), Vehicle.objects.get(pk=self.vehicle.pk)
        return replace(self, office=office, accounts=accounts, vehicle=vehicle, case=case, _files=dict(self._files))

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
