"""What every document says besides its own matter: letterhead, signature, initials, verification.

Content is plain, frozen and free of Django: it is stored as text with the document and typeset from it, so a
document can be made again, byte for byte, from its own record. Moments are aware, days are `date`, measured
quantities `Decimal`; the wording (day names, decimal comma) belongs to the page, not to the content.
"""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo


class Paper(StrEnum):
    """Paper size of the office: A4, or F4 (folio, 215 × 330 mm)."""

    A4 = "a4"
    F4 = "f4"


class SigningForm(StrEnum):
    """How the signer holds the post: `own`, or for another (a.n., u.b., Plt., Plh.).

    Source: Permendagri 54/2009, Lampiran C.
    """

    OWN = "own"
    AN = "an"
    UB = "ub"
    PLT = "plt"
    PLH = "plh"


class SigningMode(StrEnum):
    """What stands behind the signature; `internal` is printed as not certified."""

    INTERNAL = "internal"
    WET = "wet"
    PADES = "pades"
    BSRE = "bsre"


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The head of the page (kop surat).

    Shape: `lines` are printed above the office's name ("PEMERINTAH PROVINSI SUMATERA BARAT"); `logo` names one of
    the files handed to the typesetter, empty for none; `place` stands before the date of signing.
    """

    lines: tuple[str, ...]
    office: str
    address: str = ""
    contact: str = ""
    place: str = ""
    logo: str = ""
    paper: Paper = Paper.A4
    time_zone: str = "Asia/Jakarta"


@dataclass(frozen=True, kw_only=True)
class SignatureBlock:
    """Who signed as what, as it stood at that moment (blok tanda tangan).

    Shape: `title` is the post that signs ("Kepala Dinas Komunikasi dan Informatika"); `own_title` the signer's own
    post for a.n. and u.b.; `via_title` the post between them for u.b. An empty `name` prints a line to be filled.
    """

    title: str
    name: str = ""
    nip: str = ""
    grade: str = ""
    form: SigningForm = SigningForm.OWN
    own_title: str = ""
    via_title: str = ""
    decree: str = ""
    mode: SigningMode = SigningMode.INTERNAL
    signed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Paraf:
    """Initial (paraf) of one position on a draft; `merged` prints it as *dirangkap*, with why in `note`."""

    position: str
    name: str = ""
    initialled_at: datetime | None = None
    merged: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Verification:
    """Where anyone can check the document: the address in the QR code and the short code to type."""

    url: str
    code: str


@dataclass(frozen=True, kw_only=True)
class SheetMark:
    """What makes a printed form findable again: the address in its QR code, the short code to type, when and by whom.

    Shape: `code` as `K7F3-9Q2M`; `kind` says in words what the sheet is ("Formulir kosong: Disposisikan").
    """

    url: str
    code: str
    kind: str
    printed_at: datetime
    printed_by: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person as named on paper; outside technicians and hosts may have no NIP."""

    name: str
    position: str = ""
    nip: str = ""
    institution: str = ""


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A photo by the name of its file; without a caption, kind, time and place stand for it.

    The alternative text of the picture is `alt`, else what is printed below it, so it is never empty.
    """

    file: str
    caption: str = ""
    kind: str = ""
    taken_at: datetime | None = None
    place: str = ""
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Count:
    """One bar of a count: an age band, an hour of use."""

    label: str
    count: int


def as_mapping(content: Any) -> dict[str, Any]:
    """Document content as plain JSON values, moments in the time zone of its letterhead.

    Shape: dates and moments ISO 8601, decimals as text ("12.5"), tuples as lists. A mapping is taken as it is, so
    that stored content can be typeset again.
    Raises: ValueError for a naive moment, TypeError for a value that has no place on paper.
    """
    zone = ZoneInfo(_letterhead_zone(content))
    plain = _plain(content, zone)
    if not isinstance(plain, dict):
        raise TypeError(f"document content must be a dataclass or a mapping, not {type(content).__name__}")
    return plain


def as_text(content: Any) -> str:
    """The canonical text that is stored and hashed with the document."""
    return json.dumps(as_mapping(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _letterhead_zone(content: Any) -> str:
    if isinstance(content, Mapping):
        return str((content.get("letterhead") or {}).get("time_zone") or "UTC")
    letterhead = getattr(content, "letterhead", None)
    return letterhead.time_zone if letterhead else "UTC"


def _plain(value: Any, zone: ZoneInfo) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name), zone) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item, zone) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, zone) for item in value]
    if isinstance(value, datetime):
        return _local(value, zone)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a document: {value!r}")


def _local(moment: datetime, zone: ZoneInfo) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"a document needs aware moments, not {moment!r}")
    return moment.astimezone(zone).isoformat(timespec="minutes")
