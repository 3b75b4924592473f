"""One row of the monitoring table: what the record says of a step, what was proposed from it, what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """Assessment (penilaian) of a step. Source: PermenPAN-RB 35/2012, form of monitoring; a step may have no cases."""

    GOOD = "good", _("Berjalan baik")
    BAD = "bad", _("Tidak berjalan")
    NONE = "none", _("Tidak ada kasus")


#: What is judged of a row, in the order of the form.
JUDGED = ("verdict", "remark", "action")


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Assessment, remarks (catatan) and action (tindakan) of one step."""

    verdict: str
    remark: str
    action: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One step (prosedur) of the table. Shape: `proposed` is the record's, `final` what stands now.

    Units: `p50` and `p90` are whole working minutes of handling.
    """

    no: int
    procedure: str
    standard: str
    cases: int
    kept: int
    p50: int | None
    p90: int | None
    proposed: Judgement
    final: Judgement

    @property
    def changed(self) -> tuple[str, ...]:
        """What people changed against the proposal."""
        return tuple(name for name in JUDGED if getattr(self.final, name) != getattr(self.proposed, name))

    @property
    def percent_kept(self) -> int | None:
        """The share of cases that kept the standard, in whole per cent, rounded down; None without cases."""
        return self.kept * 100 // self.cases if self.cases else None

    def renewed(self, earlier: Row | None) -> Row:
        """This row, freshly proposed, with what people had decided on the earlier one."""
        if earlier is None:
            return self
        kept = {name: getattr(earlier.final, name) for name in earlier.changed}
        if (self.cases and kept.get("verdict") == Verdict.NONE) or not self.cases:
            kept.pop("verdict", None)
        return replace(self, final=replace(self.proposed, **kept))

    def as_json(self) -> dict[str, Any]:
        """As a version keeps it."""
        return asdict(self)


def row_of(kept: Mapping[str, Any]) -> Row:
    """A row as a version kept it."""
    given = dict(kept)
    return Row(**given | {name: Judgement(**given[name]) for name in ("proposed", "final")})
