"""Pages of the periodic reports: a half-year's table that somebody has begun, and the year's summary."""

from __future__ import annotations

from dataclasses import replace

from simcap import clock
from simcap.facilitation.occasion import officer_actor
from simcap.facilitation.rights import Powers
from simcap.people.days import today_of
from simcap.people.models import Account, Office
from simcap.reporting.periods import half_of
from simcap.reporting.tables import compute, filled, save

#: Name → (username or "" for a visitor, address).
Pages = dict[str, tuple[str, str]]
NAMES = (
    "reports", "monitoring table", "monitoring version", "monitoring fill", "monitoring table empty", "yearly summary",
    "yearly empty",
)  # fmt: skip


def pages_of(office: Office) -> Pages:
    """The addresses of the reports; the table of this half-year is begun and changed once."""
    half = half_of(today_of(office))
    if filled(office, half) is None:
        _begin(office)
    where, before = f"/laporan/semester/{half.year}/{half.half}/", half.before
    return {
        "reports": ("auditor", "/laporan/"),
        "monitoring table": ("kabid", where),
        "monitoring version": ("auditor", f"{where}?versi=1"),
        "monitoring fill": ("seksi", f"{where}isi/"),
        "monitoring table empty": ("kadis", f"/laporan/semester/{before.year}/{before.half}/"),
        "yearly summary": ("kadis", f"/laporan/tahunan/{half.year}/"),
        "yearly empty": ("auditor", "/laporan/tahunan/2001/"),
    }


def _begin(office: Office) -> None:
    account = Account.objects.select_related("officer__office").get(username="kabid")
    powers = Powers(officer_actor(account), clock.now())
    compute(office, half_of(today_of(office)), based_on=0, powers=powers)
    found = filled(office, half_of(today_of(office)))
    assert found is not None
    judged = {row.no: replace(row.final, remark="Kendaraan diperbaiki dua pekan.") for row in found.rows[:1]}
    save(found, judged, based_on=1, powers=powers)
