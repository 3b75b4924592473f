"""The lines of the monitoring page: steps with their performers, the course over the months, where cases stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.facilitation.definitions import definition, in_force
from simcap.facilitation.measure_models import ClosedMeasurement
from simcap.monitoring import charts
from simcap.monitoring.figures import MonthFigures, Spread, StepFigures, by_month
from simcap.monitoring.forms import USUAL, MonitoringFilter
from simcap.monitoring.phrases import brief, standard_text
from simcap.monitoring.picture import Picture, age, legend
from simcap.monitoring.standing import StageStanding, standings
from simcap.monitoring.stretch import month_of, months_of
from simcap.people.models import Office
from simcap.registers.periods import PERIODS

#: Months of a trend, the last of the period included.
TREND_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Length:
    """A spread in words; dashes without a measurement."""

    p50: str
    p90: str
    maximum: str


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of a step, or of one performer in it, in words. `percent` is None without a measurement."""

    figures: StepFigures
    label: str
    percent: int | None
    waiting: Length
    handling: Length
    late: Length | None


@dataclass(frozen=True, slots=True)
class StepLine(Line):
    """A step: its standard, its chart, its performers' own turns, and where its slowest cases are listed."""

    standard: str
    chart: SafeString
    performers: list[Line]
    slowest_url: str


@dataclass(frozen=True, slots=True)
class Trend:
    """The course of one step over the months: its chart, and the same as rows of month, cases, kept, percent."""

    label: str
    chart: SafeString
    rows: list[tuple[str, int, int, int]]


@dataclass(frozen=True, slots=True)
class Standing:
    """One stage at which cases stand: with whom, how many, how many unopened, for how long. `url`: the list of them."""

    step: str
    label: str
    whom: str
    found: StageStanding
    age: str
    heat: str
    url: str


@dataclass(frozen=True, slots=True)
class SlowLine:
    """One of the slowest cases, in words."""

    row: ClosedMeasurement
    measured: str
    waiting: str


def length_of(spread: Spread | None) -> Length:
    """A spread in words."""
    if spread is None:
        return Length("–", "–", "–")
    return Length(brief(spread.p50), brief(spread.p90), brief(spread.maximum))


def _facts(figures: StepFigures, label: str) -> dict[str, Any]:
    share = figures.share_kept
    return {
        "figures": figures, "label": label, "percent": None if share is None else round(share * 100),
        "waiting": length_of(figures.waiting), "handling": length_of(figures.handling),
        "late": length_of(figures.late) if figures.late else None,
    }  # fmt: skip


def steps_of(form: MonitoringFilter, found: Mapping[tuple[int, str], StepFigures]) -> list[StepLine]:
    """Every step of the revision with its chart; with a performer chosen, by his own turns and without."""
    language, whom = get_language() or "id", form.whom
    revision, query = definition(form.scope().revision), form.query()
    lines = []
    for step in revision.steps:
        chart = "" if whom else charts.against_standard(found[step.no, ""], language=language)
        shown = found.get((step.no, whom)) or StepFigures.none(step, whom)
        others = [one for who in revision.performers if not whom and (one := found.get((step.no, who)))]
        lines.append(StepLine(
            **_facts(shown, step.label.text(language)), standard=standard_text(step),
            chart=mark_safe(chart),  # noqa: S308 — drawn by us
            performers=[_line(one, revision.performers[one.performer].label.text(language)) for one in others],
            slowest_url=f"{reverse('monitoring-slowest', args=[step.no])}?{query}",
        ))  # fmt: skip
    return lines


def _line(figures: StepFigures, label: str) -> Line:
    return Line(**_facts(figures, label))


def highlights_of(steps: list[StepLine]) -> list[str]:
    """The bottlenecks in a sentence each: what exceeds its standard most often, and where cases wait longest."""
    said, measured = [], [one for one in steps if one.percent is not None]
    worst = min(measured, key=lambda one: one.figures.share_kept or 0.0, default=None)
    if worst and worst.figures.exceeded:
        said.append(
            _("Paling sering melewati standar: langkah %(no)d, %(label)s (%(exceeded)d dari %(cases)d berkas).")
            % {"no": worst.figures.step.no, "label": worst.label, "exceeded": worst.figures.exceeded,
               "cases": worst.figures.cases}
        )  # fmt: skip
    by_minutes = (one for one in measured if one.figures.step.standard_minutes is not None)  # others wait for their day
    longest = max(by_minutes, key=_waiting, default=None)
    if longest and _waiting(longest):
        said.append(
            _("Paling lama menunggu: langkah %(no)d, %(label)s (9 dari 10 berkas menunggu paling lama %(time)s).")
            % {"no": longest.figures.step.no, "label": longest.label, "time": longest.waiting.p90}
        )
    return said


def _waiting(line: StepLine) -> int:
    return line.figures.waiting.p90 if line.figures.waiting else 0


def trends_of(form: MonitoringFilter, steps: list[StepLine]) -> list[Trend]:
    """The twelve months up to the period's last; none where nothing was measured in them."""
    last = month_of(min(form.stretch().last, form.today))
    first = date(last.year - 1, last.month, 1)
    months = list(months_of(first, last))[-TREND_MONTHS:]
    rows = by_month(form.office, (months[0], months[-1]), performer=form.whom, revision=form.scope().revision)
    found = {(one.month, one.step): one for one in rows}
    return [_trend(one, months, found) for one in steps] if found else []


def _trend(line: StepLine, months: list[date], found: Mapping[tuple[date, int], MonthFigures]) -> Trend:
    step = line.figures.step
    own = [one for month in months if (one := found.get((month, step.no)))]
    rows = [
        (charts.month_text(one.month), one.kept + one.exceeded, one.kept,
         round(one.kept * 100 / (one.kept + one.exceeded)))
        for one in own
    ]  # fmt: skip
    chart = charts.trend(line.figures, months, found, language=get_language() or "id")
    return Trend(f"{step.no}. {line.label}", mark_safe(chart), rows)  # noqa: S308 — drawn by us


def standing_of(office: Office, at: datetime) -> dict[str, Any]:
    """Where cases stand now, by the SOP in force. Shape: `picture`, `standings`, `standing_total`."""
    revision, language = in_force(office), get_language() or "id"
    found = standings(office, at=at)
    words = dict(legend())
    rows = []
    for one in found.values():
        if one.count:
            step = one.revision.step(one.stage.step) if one.stage.kind == "held" else None
            performer = one.revision.performers[one.stage.performer].label.text(language)
            rows.append(Standing(
                step=f"{step.no}. {step.label.text(language)}" if step else _("di luar alur SOP"),
                label=one.stage.label.text(language), whom=performer, found=one, age=age(one), heat=words[one.heat],
                url=f"{reverse('cases')}?at={one.stage.id}" if one.stage.path != "beside" else "",
            ))  # fmt: skip
    drawing = Picture(revision, found, language)
    picture = mark_safe(drawing.svg())  # noqa: S308 — drawn by us
    drawn = sum(drawing.standing(row).count for row in drawing.rows)
    total = sum(one.found.count for one in rows)
    return {"picture": picture, "standings": rows, "standing_total": total, "aside_total": total - drawn}


def periods_of(form: MonitoringFilter) -> Iterator[tuple[str, str, bool]]:
    """The quick periods: label, address, whether it is the one that is shown."""
    given = form.cleaned_data
    is_typed = bool(given.get("from_on") and given.get("until_on")) or bool(form.errors)
    chosen = "" if is_typed else given.get("period") or USUAL
    for code, label in PERIODS.items():
        yield str(label), f"?{form.query(period=code, from_on='', until_on='')}", code == chosen


def slow_line(row: ClosedMeasurement) -> SlowLine:
    """A slow case in words."""
    return SlowLine(row, brief(row.measured_minutes), brief(row.waiting_minutes))
