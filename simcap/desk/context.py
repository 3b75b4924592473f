"""What every page knows: the office, the person, whether this is a demonstration, and where he may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from simcap.reporting.rules import may as may_report
from simcap.stewardship.rules import RIGHTS

from .monitoring import may_monitor
from .stuck import WATCHES
from .viewer import powers_of

#: Positions that may read the office's own journal.
READS_OFFICE_JOURNAL = frozenset({"auditor", "administrator"})


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation. `name` is its address's name; `short` the word below it on a phone."""

    name: str
    url: str
    icon: str
    label: str
    short: str


def house(request: HttpRequest) -> dict[str, Any]:
    """Shape: `office` of the signed-in account or None, `officer`, `is_demo`, `titles`, `links`."""
    user = getattr(request, "user", None)
    office = getattr(user, "office", None)
    found = {"office": office, "officer": getattr(user, "officer", None), "is_demo": settings.SIMCAP_DEMO}
    if office is None:
        return found | {"titles": [], "links": []}
    return found | {
        "titles": SimpleLazyObject(lambda: [one.title for one in powers_of(request).holdings]),
        "links": SimpleLazyObject(lambda: links(request)),
    }


def links(request: HttpRequest) -> list[Link]:
    """Where this person may go, the four of the phone's bottom bar first."""
    powers = powers_of(request)
    codes, office = powers.codes(), request.user.office  # type: ignore[union-attr]
    wanted: list[tuple[str, dict[str, str], str, str, str, bool]] = [
        ("desk", {}, "inbox", _("Meja saya"), _("Meja"), True),
        ("cases", {}, "folder", _("Berkas"), _("Berkas"), True),
        ("register", {}, "plus-lg", _("Daftarkan surat"), _("Daftarkan"), "front_desk" in codes),
        ("registers", {}, "list", _("Register"), _("Register"), True),
        ("office-sop", {}, "diagram-3", _("SOP"), _("SOP"), office is not None),
        ("monitoring", {}, "bar-chart", _("Pemantauan"), _("Pantau"), may_monitor(powers)),
        ("absences", {}, "calendar-event", _("Ketidakhadiran"), _("Absen"), True),
        ("papers", {}, "printer", _("Formulir kertas"), _("Kertas"), office is not None),
        ("reports", {}, "clipboard-check", _("Laporan berkala"), _("Laporan"), may_report("see_reports", powers)),
        ("archive", {}, "archive", _("Arsip & data pribadi"), _("Arsip"), bool(codes & RIGHTS["see_archive"])),
        ("stuck", {}, "stop-circle", _("Berkas terhenti"), _("Terhenti"), bool(codes & WATCHES)),
        ("notices", {}, "bell", _("Pemberitahuan saya"), _("Kabar"), office is not None),
        ("notice-failures", {}, "exclamation-triangle", _("Pemberitahuan gagal"), _("Gagal"), "administrator" in codes),
        ("office-journal", {}, "journal-text", _("Jejak kantor"), _("Jejak"), bool(codes & READS_OFFICE_JOURNAL)),
        ("admin:index", {}, "gear", _("Data induk"), _("Data induk"), "administrator" in codes),
    ]
    return [
        Link(name, url, icon, label, short)
        for name, values, icon, label, short, may in wanted
        if may and (url := _address(name, values))
    ]


def _address(name: str, values: dict[str, str]) -> str:
    try:
        return reverse(name, kwargs=values)
    except NoReverseMatch:
        return ""
