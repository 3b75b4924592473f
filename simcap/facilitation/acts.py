"""Acts that belong to no step: opening what waits for somebody, and filing a printed form that came back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from simcap.errors import NotNow
from simcap.journal.sentences import Body, who

from .filing import FilePaperForm
from .forms import ActForm
from .models import PaperSheet
from .occasion import Occasion, Outcome
from .paper import Paper
from .phrases import moment_text
from .registry import register
from .turns import open_turn


class OpenForm(ActForm):
    """Opening takes no inputs."""


def _says_open(body: Body) -> str:
    return _("%(who)s membuka berkas.") % {"who": who(body)}


@register("open", form=OpenForm, sentence=_says_open)
def open_case(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Open (buka): the turn's waiting ends and its handling begins. Raises: NotNow when somebody opened it before."""
    turn = occasion.turn
    if turn is None:
        raise NotNow(_("Berkas ini tidak menunggu siapa pun."), stage=occasion.case.stage)
    if turn.opened_at is not None:
        raise NotNow(
            _("Sudah dibuka oleh %(who)s pada %(moment)s.")
            % {
                "who": turn.opened_by.name if turn.opened_by else "–",
                "moment": moment_text(turn.opened_at, occasion.office.time_zone),
            },
            stage=occasion.case.stage,
        )
    open_turn(turn, by=occasion.officer, at=occasion.occurred_at)
    return Outcome(facts={"stage": turn.stage})


def _says_file_paper(body: Body) -> str:
    return _("%(who)s menyimpan pindaian formulir kertas %(code)s.") % {
        "who": who(body),
        "code": body["paper"]["code"],
    }


@register("file_paper", form=FilePaperForm, sentence=_says_file_paper)
def file_paper(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """File a printed form that came back (simpan pindaian). Changes: the scan belongs to the case; nothing else moves.

    What is written on it is typed by whoever has the right to that act.
    """
    sheet: PaperSheet = inputs["code"]
    paper = Paper(sheet=sheet, scan=inputs["scan"], filled_by="")
    return Outcome(facts={"form": sheet.act}, paper=paper)
