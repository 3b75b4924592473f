"""The figures as a table (tabel angka), one line for each step and performer: the page's own, as CSV and as XLSX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.definitions import definition
from simcap.registers.book import Column, Value, Words
from simcap.registers.sheets import Front, write_csv, write_xlsx

from .figures import Spread, StepFigures
from .forms import MonitoringFilter
from .ranks import Scope


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """The table with its columns; performers are called as the revision calls them."""

    title: Words
    columns: tuple[Column, ...]


def _spread(which: str, name: str, label: Words) -> Column:
    def value(one: StepFigures) -> Value:
        found: Spread | None = getattr(one, which)
        return None if found is None else int(getattr(found, name))

    return Column(key=f"{which}_{name}", label=label, value=value, kind="number", width=12)


def table_of(scope: Scope) -> FiguresTable:
    """The columns for a revision. Units: minutes are whole working minutes."""
    performers, language = definition(scope.revision).performers, get_language() or "id"

    def who(one: StepFigures) -> str:
        return performers[one.performer].label.text(language) if one.performer else _now("seluruh langkah")

    def share(one: StepFigures) -> Value:
        return None if one.share_kept is None else round(one.share_kept * 100)

    def number(key: str, label: Words, value: Callable[[StepFigures], Value]) -> Column:
        return Column(key=key, label=label, value=value, kind="number", width=12)

    return FiguresTable(
        _("Pemantauan"),
        (
            number("step", _("Langkah"), lambda one: one.step.no),
            Column(key="label", label=_("Uraian"), value=lambda one: one.step.label.text(language), width=28),
            Column(key="performer", label=_("Pelaksana"), value=who, width=24),
            number("standard", _("Standar (menit)"), lambda one: one.step.standard_minutes),
            number("tolerance", _("Toleransi (menit)"), lambda one: one.step.tolerance_minutes),
            number("cases", _("Berkas"), lambda one: one.cases),
            number("kept", _("Memenuhi standar"), lambda one: one.kept),
            number("exceeded", _("Melewati standar"), lambda one: one.exceeded),
            number("share", _("Memenuhi standar (%)"), share),
            _spread("waiting", "p50", _("Menunggu, tengah (menit)")),
            _spread("waiting", "p90", _("Menunggu, 9 dari 10 (menit)")),
            _spread("waiting", "maximum", _("Menunggu, terlama (menit)")),
            _spread("handling", "p50", _("Dikerjakan, tengah (menit)")),
            _spread("handling", "p90", _("Dikerjakan, 9 dari 10 (menit)")),
            _spread("handling", "maximum", _("Dikerjakan, terlama (menit)")),
            _spread("late", "p50", _("Lewat jadwal SPT, tengah (menit)")),
            _spread("late", "p90", _("Lewat jadwal SPT, 9 dari 10 (menit)")),
            _spread("late", "maximum", _("Lewat jadwal SPT, terlama (menit)")),
        ),
    )


def write(out: IO[bytes], form: MonitoringFilter, rows: Sequence[StepFigures], *, kind: str, by: str, at: str) -> None:
    """Write the table as `csv` or `xlsx`. Changes: `out`."""
    office, scope = form.office, form.scope()
    revision = definition(scope.revision)
    narrowed = [form.in_words(), f"SOP {revision.identity.number}"]
    if form.whom:
        narrowed.append(revision.performers[form.whom].label.text(get_language() or "id"))
    front = Front(
        book=table_of(scope), office=office.name, zone=office.time_zone, filter="; ".join(narrowed),
        by=by, at=at,
    )  # fmt: skip
    (write_csv if kind == "csv" else write_xlsx)(out, front, [rows])
