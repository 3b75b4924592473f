"""Extensions (perluasan): paths that the signed SOP lacks, in words, for the SOP page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from simcap.procedure.definition import BACK, HOLDER, OVER, Definition, Row


@dataclass(frozen=True, slots=True)
class Extension:
    """A path that the signed SOP lacks: its act, by whom, and the ways that it leads."""

    label: str
    performers: tuple[str, ...]
    moves: tuple[str, ...]


def extensions_of(definition: Definition, language: str) -> Iterator[Extension]:
    """Every act of the revision that the signed SOP lacks and that moves a case, in the file's order."""
    for act in definition.acts.values():
        if not act.extension or all(row.to == "" for row in act.rows):
            continue
        names = dict.fromkeys(_performer(definition, name, language) for row in act.rows for name in row.performers)
        yield Extension(act.label.text(language), tuple(names), tuple(_moves(definition, act.rows, language)))


def _performer(definition: Definition, name: str, language: str) -> str:
    return _("pemegang berkas") if name == HOLDER else definition.performers[name].label.text(language)


def _moves(definition: Definition, rows: tuple[Row, ...], language: str) -> Iterator[str]:
    """From which steps to which stage, in words; rows that lead to the same stage together."""
    leading: dict[str, list[Row]] = {}
    for row in rows:
        leading.setdefault(row.to, []).append(row)
    for to, together in leading.items():
        where = _whence(definition, together)
        if to == "":
            yield _("%(where)s, tanpa pindah tahap") % {"where": where}
        elif to == BACK:
            yield _("kembali ke tahap semula")
        elif to == OVER:
            yield _("selesai; berkas tetap di tahapnya")
        else:
            goes = definition.stages[to].label.text(language)
            yield _("%(where)s ke “%(to)s”") % {"where": where, "to": goes}


def _whence(definition: Definition, rows: list[Row]) -> str:
    stages = [definition.stages[row.from_stage] for row in rows]
    steps = sorted({stage.step for stage in stages if stage.step and stage.kind == "held"})
    said = [_("dari langkah %(no)s") % {"no": _span(steps)}] if steps else []
    if any(not stage.step for stage in stages):
        said.append(_("dari luar jalur SOP"))
    if any(stage.kind == "suspended" for stage in stages):
        said.append(_("selagi menunggu pemohon"))
    return ", ".join(said)


def _span(steps: list[int]) -> str:
    return str(steps[0]) if len(steps) == 1 else f"{steps[0]}–{steps[-1]}"
