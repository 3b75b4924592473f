"""What the receipt of a request (tanda terima) says."""

from dataclasses import dataclass
from datetime import date, datetime

from simcap.documents.content import Letterhead, Verification


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One step of the SOP with its standard time, as the requester reads it."""

    no: int
    label: str
    time: str


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Receipt (tanda terima) of a request letter: what was received, under which number, and what happens next.

    It is no numbered document (naskah): it is made when somebody asks for it, and is the same each time. `tracking` and
    `answering` are the addresses behind its QR codes; the latter is the requester's own secret.
    """

    letterhead: Letterhead
    agenda_number: str
    registered_at: datetime
    channel: str
    institution: str
    letter_number: str
    letter_on: date
    subject: str
    event: str
    place: str
    sop: str
    steps: tuple[NextStep, ...]
    contact: tuple[str, ...]
    answering: Verification
    tracking_code: str = ""
    tracking: Verification | None = None
