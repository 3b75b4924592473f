"""The sentences of the periodic reports in the office's journal."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from simcap.journal.sentences import Body, says, who

from .periods import half_of


def _of(body: Body) -> dict[str, object]:
    half = half_of(date.fromisoformat(body["first_on"]))
    return {"who": who(body), "half": half.label, "version": body["version"]}


@says("compute_monitoring_table")
def _compute(body: Body) -> str:
    return _("%(who)s mengambil angka tabel monitoring %(half)s dari catatan (versi %(version)d).") % _of(body)


@says("save_monitoring_table")
def _save(body: Body) -> str:
    steps = ", ".join(str(no) for no in body["changed"])
    return _("%(who)s menyunting langkah %(steps)s tabel monitoring %(half)s (versi %(version)d).") % (
        _of(body) | {"steps": steps}
    )


@says("issue_monitoring_table")
def _issue(body: Body) -> str:
    return _("%(who)s menerbitkan tabel monitoring %(half)s.") % _of(body)


@says("issue_yearly_summary")
def _summary(body: Body) -> str:
    return _("%(who)s menerbitkan ringkasan tahunan %(year)d.") % {"who": who(body), "year": body["year"]}
