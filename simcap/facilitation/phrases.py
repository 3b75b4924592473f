"""How moments, windows and working time read on the screen, in the current language."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def _time_format() -> str:
    return "H.i" if (get_language() or "id").startswith("id") else "H:i"


def moment_text(moment: datetime, zone: str) -> str:
    """Shape: `Senin, 23 November 2026 pukul 09.10 WIB`."""
    local = moment.astimezone(ZoneInfo(zone))
    return _("%(date)s pukul %(time)s %(zone)s") % {
        "date": dateformat.format(local, "l, j F Y"),
        "time": dateformat.format(local, _time_format()),
        "zone": ZONES.get(zone, local.tzname() or ""),
    }


def short_moment(moment: datetime, zone: str) -> str:
    """Shape: `23 Nov 2026 09.10`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{dateformat.format(local, 'j M Y')} {dateformat.format(local, _time_format())}"


def window_text(start: datetime, end: datetime, zone: str) -> str:
    """A window in one line; the date once when it is one day."""
    first, last = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    name = ZONES.get(zone, first.tzname() or "")
    if first.date() == last.date():
        day = dateformat.format(first, "l, j F Y")
        hours = f"{dateformat.format(first, _time_format())}–{dateformat.format(last, _time_format())}"
        return f"{day}, {hours} {name}"
    return f"{short_moment(start, zone)} – {short_moment(end, zone)} {name}"


def minutes_of(working: timedelta) -> int:
    """Whole working minutes, rounded down."""
    return int(working.total_seconds() // 60)


def working_text(working: timedelta) -> str:
    """Working time in plain words: minutes below two hours, then hours, then working days of 7.5 hours."""
    minutes = minutes_of(working)
    if minutes < 120:
        return ngettext("%(n)d menit kerja", "%(n)d menit kerja", minutes) % {"n": minutes}
    if minutes < 900 and minutes % 60 == 0:
        return _("%(h)d jam kerja") % {"h": minutes // 60}
    if minutes < 900:
        return _("%(h)d jam %(m)d menit kerja") % {"h": minutes // 60, "m": minutes % 60}
    return _("%(d)d hari kerja") % {"d": minutes // 450}
