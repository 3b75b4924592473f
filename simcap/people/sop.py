"""Which SOP an office works by at a moment (SOP yang berlaku). A coming revision takes effect by itself, on its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from simcap import clock

from .days import day_of
from .models import Office

#: Answers the revisions that an administrator may put in force by hand: id, and what it is called.
Listing = Callable[[], list[tuple[str, str]]]
_listings: list[Listing] = []


def offer(listing: Listing) -> None:
    """Name revisions that an administrator may choose."""
    _listings.append(listing)


def choices() -> list[tuple[str, str]]:
    """The revisions that an administrator may choose."""
    return [one for listing in _listings for one in listing()]


def sop_id_of(office: Office, at: datetime | None = None) -> str:
    """The id of the revision in force at a moment, now without one.

    Nothing has to happen at midnight: a revision is in force from the first moment of its day because that day is here.
    """
    if office.next_sop_on and day_of(at or clock.now(), office) >= office.next_sop_on:
        return office.next_sop_id
    return office.sop_id


def coming_sop_id(office: Office, at: datetime | None = None) -> str:
    """The id of the revision that is approved and not in force yet at a moment; empty without one."""
    return office.next_sop_id if office.next_sop_id != sop_id_of(office, at) else ""
