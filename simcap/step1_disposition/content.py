"""What the disposition sheet (lembar disposisi) says."""

from dataclasses import dataclass
from datetime import date, datetime

from simcap.documents.content import Letterhead, Verification


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """To whom a tier goes: the one responsible, or somebody for information (untuk diketahui)."""

    position: str
    name: str = ""
    responsible: bool = False


@dataclass(frozen=True, kw_only=True)
class Tier:
    """One tier of the disposition: what one official wrote, with his initial (paraf) and its moment.

    Shape: `giver` is the post as signed ("Plh. Kepala Dinas"); `urgency` and `security` are the printed words;
    `superseded_note` says by what and when the tier was replaced or withdrawn, empty while it stands.
    """

    giver: str
    addressees: tuple[Addressee, ...]
    instructions: tuple[str, ...] = ()
    note: str = ""
    urgency: str = ""
    security: str = ""
    due_on: date | None = None
    paraf_name: str = ""
    paraf_at: datetime | None = None
    merged: bool = False
    superseded_note: str = ""


@dataclass(frozen=True, kw_only=True)
class DispositionSheet:
    """Disposition sheet (lembar disposisi): the letter's particulars and one row per tier.

    Source: Permendagri forms for naskah dinas; security is B biasa, T terbatas, R rahasia, SR sangat rahasia.
    """

    letterhead: Letterhead
    agenda_number: str
    sender: str
    letter_number: str
    letter_on: date | None
    received_at: datetime | None
    subject: str
    urgency: str = ""
    security: str = ""
    attachments_note: str = ""
    tiers: tuple[Tier, ...] = ()
    verification: Verification | None = None
