"""What the assignment letter (Surat Perintah Tugas) says."""

from dataclasses import dataclass
from datetime import date, datetime

from simcap.documents.content import Letterhead, Paraf, SignatureBlock, Verification


@dataclass(frozen=True, kw_only=True)
class CrewMember:
    """One row of *Kepada*: who is sent, and in which role of the team."""

    name: str
    nip: str = ""
    grade: str = ""
    position: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class AssignmentLetter:
    """Assignment letter (Surat Perintah Tugas, SPT).

    Source: Permendagri 54/2009, Lampiran C (order, initials, forms of the signature block).
    Shape: an empty `number` or missing `issued_on` is printed as a dotted line, for drafts and wet signatures;
    `replaces` is the sentence of an amended SPT ("Menggantikan SPT nomor …"), empty on the first.
    """

    letterhead: Letterhead
    basis: tuple[str, ...]
    crew: tuple[CrewMember, ...]
    tasks: tuple[str, ...]
    event: str
    place: str
    starts_at: datetime
    ends_at: datetime
    signature: SignatureBlock
    number: str = ""
    issued_on: date | None = None
    vehicle: str = ""
    plate: str = ""
    budget_source: str = ""
    budget_code: str = ""
    travel_reference: str = ""
    replaces: str = ""
    paraf: tuple[Paraf, ...] = ()
    copies_to: tuple[str, ...] = ()
    verification: Verification | None = None
