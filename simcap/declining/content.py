"""What the letter of refusal (surat penolakan) says."""

from dataclasses import dataclass
from datetime import date

from simcap.documents.content import Letterhead, Paraf, SignatureBlock, Verification


@dataclass(frozen=True, kw_only=True)
class DeclineLetter:
    """Letter of refusal (surat penolakan), a service letter (surat dinas).

    Source: Permendagri 54/2009, form of the surat dinas. Shape: an empty `number` or a missing `issued_on` is printed
    as a dotted line, for drafts and wet signatures.
    """

    letterhead: Letterhead
    addressee: str
    subject: str
    urgency: str
    paragraphs: tuple[str, ...]
    signature: SignatureBlock
    suggestion: str = ""
    number: str = ""
    issued_on: date | None = None
    paraf: tuple[Paraf, ...] = ()
    copies_to: tuple[str, ...] = ()
    verification: Verification | None = None
