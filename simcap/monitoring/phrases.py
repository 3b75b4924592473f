"""Lengths and standards in few words, for tables and drawings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simcap.procedure.definition import Step

#: Units: working minutes. From the first on they are said as hours; a working day has 7.5; from ten days on, only days.
HOURS_FROM, DAY, MANY_DAYS = 60, 450, 10


def brief(minutes: int) -> str:
    """Working time in few words. Shape: `12 mnt`, `3 j 20 mnt`, `1 hari 5 j`, `14 hari`."""
    if minutes < HOURS_FROM:
        return _("%(n)d mnt") % {"n": minutes}
    if minutes < DAY:
        hours, rest = divmod(minutes, 60)
        return _("%(h)d j %(m)d mnt") % {"h": hours, "m": rest} if rest else _("%(h)d j") % {"h": hours}
    days, rest = divmod(minutes, DAY)
    if days < MANY_DAYS and rest >= 60:
        return _("%(d)d hari %(h)d j") % {"d": days, "h": rest // 60}
    return _("%(d)d hari") % {"d": days}


def limit_of(step: Step) -> int:
    """What still keeps the standard: with its tolerance or, where it is Tentatif, the tolerance after the window."""
    return (step.standard_minutes or 0) + step.tolerance_minutes


def standard_text(step: Step) -> str:
    """The standard with its tolerance. Shape: `5 mnt, toleransi 2 mnt`."""
    said = {"tolerance": brief(step.tolerance_minutes)}
    if step.standard_minutes is None:
        return _("Tentatif: jadwal SPT, toleransi %(tolerance)s") % said
    return _("%(standard)s, toleransi %(tolerance)s") % (said | {"standard": brief(step.standard_minutes)})
