"""The acts that exist. Each step's `acts.py` registers its own when the app starts; the doorway looks them up here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from simcap.journal.sentences import Maker, says

if TYPE_CHECKING:
    from datetime import datetime

    from .forms import ActForm
    from .occasion import Occasion, Outcome

Apply = Callable[["Occasion", dict[str, Any]], "Outcome"]
Guard = Callable[["Occasion"], None]
Earliest = Callable[["Occasion"], "datetime"]


@dataclass(frozen=True, slots=True)
class RegisteredAct:
    """One act: its form, what it changes, who may not (guard), and by which moment the authority is judged."""

    name: str
    form: type[ActForm]
    apply: Apply
    guard: Guard | None
    judged_at: Literal["arrival", "occurrence"]
    earliest: Earliest | None


class UnknownAct(LookupError):
    """No step has registered an act of this name."""


_acts: dict[str, RegisteredAct] = {}


def register(
    name: str,
    *,
    form: type[ActForm],
    sentence: Maker,
    guard: Guard | None = None,
    judged_at: Literal["arrival", "occurrence"] = "arrival",
    earliest: Earliest | None = None,
) -> Callable[[Apply], Apply]:
    """Register an act: its form, its sentence in the journal, and the function that changes its step's tables.

    `guard` raises a Refusal for somebody who has the right by position but must not (four eyes); `earliest` gives the
    first moment at which the act can have happened, where that is not the arrival of the case.
    """

    def keep(apply: Apply) -> Apply:
        if name in _acts:
            raise ValueError(f"The act {name} is registered twice.")
        says(name)(sentence)
        _acts[name] = RegisteredAct(name, form, apply, guard, judged_at, earliest)
        return apply

    return keep


def get(name: str) -> RegisteredAct:
    """The act of this name. Raises: UnknownAct."""
    try:
        return _acts[name]
    except KeyError:
        raise UnknownAct(name) from None


def known() -> frozenset[str]:
    """Names of all acts: what an SOP file may refer to."""
    return frozenset(_acts)
