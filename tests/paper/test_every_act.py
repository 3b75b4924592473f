"""Whatever has inputs prints at every stage where it is open, blank and filled: also what the signed SOP lacks."""

import json

import pytest

from simcap.desk.printing import FORM, print_form, rows_to_print
from simcap.documents.typeset import render
from simcap.facilitation import registry
from simcap.facilitation.models import PaperSheet
from tests.cast import Cast
from tests.facilitation.conftest import MAIN, bring, cast

__all__ = ["cast"]
STAGES = [stage for stage, _who, _act in MAIN if stage] + ["awaiting_requester"]


def is_rendered(sheet: PaperSheet) -> bool:
    """Whether the sheet becomes a PDF."""
    return render(sheet.template, json.loads(sheet.content), issued_at=sheet.printed_at).startswith(b"%PDF")


@pytest.mark.parametrize("stage", STAGES)
def test_every_act_that_is_open_prints(cast: Cast, stage: str) -> None:
    bring(cast, stage)
    powers, wrong = cast.powers("kadis"), []
    for row in rows_to_print(cast.case):
        form = registry.get(row.act).form
        for inputs in (None, dict.fromkeys(form.base_fields, "")):
            sheet = print_form(cast.case, row.act, powers, template=FORM, inputs=inputs)
            wrong += [] if is_rendered(sheet) else [row.act]
    assert wrong == []
