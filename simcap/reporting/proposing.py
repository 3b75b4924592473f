"""What the record proposes for each step of a half-year: assessment, remarks, action; in Indonesian, as on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from simcap.facilitation.definitions import definition
from simcap.facilitation.phrases import working_text
from simcap.monitoring.figures import StepFigures, figures_of
from simcap.monitoring.ranks import Scope
from simcap.monitoring.stretch import Stretch
from simcap.people.models import Office

from .hindrances import Hindrance, hindrances
from .periods import HalfYear
from .rows import Judgement, Row, Verdict
from .summary import measured, percent, standard_text


def proposed_rows(office: Office, half: HalfYear, *, revision: str) -> tuple[Row, ...]:
    """One row for each step of an SOP revision, as the record proposes it."""
    with translation.override("id"):
        sop = definition(revision)
        figures = figures_of(Scope(office, revision, Stretch(half.first, half.last)))
        held_up = hindrances(office, half.first, half.last, sop=sop, figures=figures)
        return tuple(
            _row(figures[step.no, ""], held_up[step.no], threshold=office.runs_well_percent) for step in sop.steps
        )


def _row(one: StepFigures, held_up: Hindrance, *, threshold: int) -> Row:
    taken = measured(one)
    verdict = verdict_of(kept=one.kept, cases=one.cases, threshold=threshold)
    judged = Judgement(verdict=verdict, remark=" ".join(_remarks(one, held_up)), action=_action(verdict, one, held_up))
    return Row(
        no=one.step.no, procedure=one.step.text, standard=standard_text(one), cases=one.cases, kept=one.kept,
        p50=taken.p50 if taken else None, p90=taken.p90 if taken else None,
        proposed=judged, final=judged,
    )  # fmt: skip


def verdict_of(*, kept: int, cases: int, threshold: int) -> str:
    """Runs well (berjalan baik) from the threshold on. Units: `threshold` in per cent."""
    if not cases:
        return Verdict.NONE.value
    return Verdict.GOOD.value if kept * 100 >= threshold * cases else Verdict.BAD.value


def _remarks(one: StepFigures, held_up: Hindrance) -> Iterator[str]:
    if not one.cases:
        yield _("Tidak ada kasus yang selesai pada langkah ini.")
    else:
        share = number_format(percent(one.kept, one.cases) or 0, use_l10n=True)
        yield _("%(kept)d dari %(cases)d kasus memenuhi standar (%(share)s%%).") % {
            "kept": one.kept, "cases": one.cases, "share": share,
        }  # fmt: skip
    if one.cases and (taken := measured(one)):
        words = _("Dikerjakan %(p50)s (nilai tengah); 90%% kasus sampai %(p90)s.")
        if one.step.standard_minutes is None:
            words = _("Selesai %(p50)s sesudah jadwal SPT (nilai tengah); 90%% kasus sampai %(p90)s.")
        yield words % {"p50": _minutes(taken.p50), "p90": _minutes(taken.p90)}
    if held_up.longest:
        yield _("Paling lama menunggu pada %(who)s: %(n)s (nilai tengah).") % {
            "who": held_up.longest[0], "n": _minutes(held_up.longest[1]),
        }  # fmt: skip
    if held_up.sent_back:
        yield _("%(n)d kali dikembalikan.") % {"n": held_up.sent_back}
    if held_up.asked:
        yield _("%(n)d kali belum lengkap, terbanyak: %(reason)s.") % {"n": held_up.asked, "reason": held_up.reason}


def _minutes(minutes: int) -> str:
    return working_text(timedelta(minutes=minutes))


def _action(verdict: str, one: StepFigures, held_up: Hindrance) -> str:
    if verdict == Verdict.NONE:
        return _("Tidak ada.")
    if verdict == Verdict.GOOD:
        if held_up.asked or held_up.sent_back:
            return _("Dipertahankan; kelengkapan diperiksa lebih awal.")
        return _("Dipertahankan.")
    who = held_up.longest[0] if held_up.longest else ""
    first = _("Telusuri %(n)d kasus yang melewati standar.") % {"n": one.exceeded}
    second = _("Percepat pembukaan oleh %(who)s, atau tinjau mutu baku waktunya.") % {"who": who}
    return f"{first} {second}" if who else f"{first} {_('Tinjau pembagian tugas atau mutu baku waktunya.')}"
