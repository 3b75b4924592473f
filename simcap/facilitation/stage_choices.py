"""Where cases stand, to choose from: the steps of an SOP revision with their stages, and what is off its path."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.procedure.definition import Definition


def stage_choices(revision: Definition) -> list[Any]:
    """Choices for a list: everything, what is not finished, a whole step, one stage."""
    language = get_language() or "id"
    groups: list[Any] = [("", _("Semua")), ("open", _("Belum selesai"))]
    for step in revision.steps:
        heading = f"{step.no}. {step.label.text(language)}"
        stages = [one for one in revision.stages.values() if one.step == step.no and one.kind == "held"]
        rows = [(f"step:{step.no}", _("Langkah %(no)d, semua tahap") % {"no": step.no})]
        groups.append((heading, rows + [(one.id, one.label.text(language)) for one in stages]))
    rest = [one for one in revision.stages.values() if one.path == "detour" or one.kind != "held"]
    further = [("beside", _("SPT sedang diubah")), *((one.id, one.label.text(language)) for one in rest)]
    return [*groups, (_("Lainnya"), further)]


def stages_chosen(revision: Definition, at: str) -> frozenset[str] | None:
    """The stages that a choice stands for; None for all of them."""
    stages = revision.stages.values()
    if at.startswith("step:"):
        return frozenset(one.id for one in stages if str(one.step) == at[5:] and one.kind == "held")
    return frozenset({at}) if at not in ("", "open", "beside") else None


def choice_label(revision: Definition, at: str) -> str:
    """A choice in words."""
    groups = stage_choices(revision)
    flat = [pair for one in groups for pair in (one[1] if isinstance(one[1], list) else [one])]
    return str(dict(flat).get(at, at))
