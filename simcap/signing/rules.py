"""Four eyes over a scan: whoever scanned it does not check it, as a pair of may and must."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simcap.errors import NotYou
from simcap.facilitation.models import Turn
from simcap.facilitation.occasion import Occasion
from simcap.people.models import Officer


def scanned_by(occasion: Occasion) -> Officer | None:
    """Who brought the scan in that waits now."""
    scans = Turn.objects.filter(facilitation=occasion.case, act="scan_signed").select_related("closed_by")
    last = scans.order_by("-id").first()
    return last.closed_by if last else None


def may_check(occasion: Occasion) -> bool:
    """Whether the actor is somebody else than who scanned."""
    scanner = scanned_by(occasion)
    return scanner is None or scanner.pk != occasion.officer.pk


def must_be_a_second_person(occasion: Occasion) -> None:
    """A scan is checked by a second person. Raises: NotYou."""
    if not may_check(occasion):
        raise NotYou(_("Hasil pindai ini Anda sendiri yang mengunggah; orang lain yang harus memeriksanya."))
