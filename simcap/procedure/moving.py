"""Whether a running case may go on by another revision (pindah revisi): only where all that it has reached is the same.

What was done stays judged by what held when it was done; so a revision that says otherwise of a step that the case has
reached, of a stage that it has passed, or of a paper that it has in hand, is refused for it, with that difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from simcap.procedure import flow
from simcap.procedure.comparing import Difference, differences
from simcap.procedure.definition import Definition, Label


@dataclass(frozen=True, slots=True)
class Reached:
    """What of a case its SOP has been used for: where it stands, the stages that it was at, and what it has in hand."""

    stage: str
    came_from: str
    beside: str
    stages: frozenset[str]
    artefacts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What moving a case would mean: why it cannot be (empty: it can), and what would be otherwise from now on."""

    hindrances: tuple[Label, ...]
    ahead: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    """From one revision to another: what of the flow is otherwise, worked out once for all cases that cross."""

    old: Definition
    new: Definition
    told: tuple[Difference, ...]

    @classmethod
    def between(cls, old: Definition, new: Definition) -> Crossing:
        """Compare the two."""
        return cls(old, new, tuple(one for one in differences(old, new) if one.flow))

    def outlook(self, reached: Reached) -> Outlook:
        """Look before a case is moved; nothing is changed."""
        behind: list[Difference] = []
        ahead: list[Difference] = []
        for one in self.told:
            (behind if _is_behind(one, self.old, self.new, reached) else ahead).append(one)
        return Outlook((*_states(self.old, reached), *(_why(one) for one in behind)), tuple(ahead))


def _states(old: Definition, reached: Reached) -> Iterator[Label]:
    if flow.is_end(old, reached.stage):
        yield Label("Berkas sudah selesai.", "The case is closed.")
    elif flow.is_off_path(old, reached.stage):
        yield Label(
            "Berkas sedang di luar jalur SOP; pindahkan setelah kembali.",
            "The case is off the SOP’s path; move it once it is back.",
        )
    if reached.beside:
        yield Label(
            "Perubahan SPT sedang berjalan; selesaikan dahulu.", "A change of the SPT is under way; finish it first."
        )


def _why(one: Difference) -> Label:
    old, new = one.old or Label("–", "–"), one.new or Label("–", "–")
    return Label(
        f"Sudah dilalui dan berbeda – {one.label.id}: “{old.id}” menjadi “{new.id}”.",
        f"Reached already, and different – {one.label.en}: “{old.en}” becomes “{new.en}”.",
    )


def _is_behind(one: Difference, old: Definition, new: Definition, reached: Reached) -> bool:
    name = one.key.split(".")[1]
    if one.block == "steps":
        return int(name) <= _step_reached(old, reached)
    if one.block == "stages":
        return name in reached.stages or _belongs_behind(new, name, old, reached)
    if one.block == "performers":
        return name in _performers(old, reached)
    if one.block == "artefacts":
        return name in reached.artefacts
    if one.block == "paraf":
        return bool(_chain_stages(old, name) & reached.stages)
    return _is_row_behind(one, old, reached)


def _step_reached(old: Definition, reached: Reached) -> int:
    return max([flow.step_at(old, reached.stage, reached.came_from), *(old.stages[one].step for one in reached.stages)])


def _belongs_behind(new: Definition, name: str, old: Definition, reached: Reached) -> bool:
    """Whether a stage that one of the two lacks would belong to a step that the case has left behind."""
    found = new.stages.get(name) or old.stages[name]
    return bool(found.step) and found.path == "main" and found.step < flow.step_at(old, reached.stage, "")


def _performers(old: Definition, reached: Reached) -> Collection[str]:
    return {old.stages[one].performer for one in reached.stages}


def _chain_stages(old: Definition, name: str) -> set[str]:
    chain = old.paraf.get(name)
    return {*chain.stages, flow.signing_stage(old, chain)} if chain else set()


def _is_row_behind(one: Difference, old: Definition, reached: Reached) -> bool:
    """Rows of stages that the case has left; those of the stage where it stands are still to come."""
    parts = one.key.split(".")
    if len(parts) < 3:
        return False
    return parts[2] in reached.stages - {reached.stage} and parts[2] in old.stages
