"""What comes next for a case and by when, in words: the SOP's promise, the agreed window, or nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.facilitation.phrases import moment_text
from simcap.procedure.chart_words import time_words

if TYPE_CHECKING:
    from .tracking import Standing


def following(standing: Standing) -> str:
    """One or two sentences for the requester."""
    if standing.is_stopped:
        return _("Tidak ada langkah lagi untuk permintaan ini.")
    if standing.is_end:
        return _("Tidak ada langkah lagi. Terima kasih.")
    if standing.is_declining:
        return _("Setelah ditandatangani, surat jawaban dapat Anda unduh di halaman ini.")
    if standing.is_suspended:
        return _("Sesudah jawaban Anda kami terima, waktu berjalan lagi dari langkah yang sama.")
    step = standing.promises.step
    promise = _scheduled(standing) if step and step.standard_minutes is None else _promise(standing)
    after = next((point.label for point in standing.points if point.state == "ahead"), "")
    return promise + (" " + _("Sesudah itu: %(step)s.") % {"step": after} if after else "")


def _promise(standing: Standing) -> str:
    step, due = standing.promises.step, standing.promises.due_at
    if step is None or due is None:
        return _("Langkah ini dikerjakan pada jam kerja.")
    facts = {
        "output": standing.revision.artefacts[step.output].label.text(get_language() or "id"),
        "moment": moment_text(due, standing.zone),
        "standard": time_words(step, language=get_language() or "id"),
    }
    said = _("Hasil langkah ini: %(output)s, menurut SOP paling lambat %(moment)s (standar %(standard)s).")
    if due < standing.at:
        said = _("Hasil langkah ini: %(output)s, menurut SOP (standar %(standard)s) seharusnya selesai %(moment)s.")
        said += " " + _("Kami terlambat, dan itu tercatat.")
    return said % facts


def _scheduled(standing: Standing) -> str:
    case = standing.case
    if standing.at < case.starts_at and standing.window_is_agreed:
        return _("Tim datang sesuai jadwal: %(window)s.") % {"window": standing.window}
    if standing.at < case.starts_at:
        return _("Tim datang setelah surat tugasnya diubah, menurut rencana %(window)s.") % {"window": standing.window}
    facts = {"moment": moment_text(case.ends_at, standing.zone)}
    if standing.at <= case.ends_at:
        return _("Kegiatan dijadwalkan sampai %(moment)s.") % facts
    return _("Jadwal kegiatan berakhir %(moment)s; laporan tim menyusul.") % facts
