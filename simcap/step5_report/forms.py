"""Forms of step 5: sending back with a reason. Initials and acceptance take a note only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.forms import ActForm
from simcap.facilitation.occasion import Occasion
from simcap.procedure import flow


class SendBackForm(ActForm):
    """Why, and where the SOP leaves a choice, to which stage."""

    to = forms.ChoiceField(label=_("Kembalikan ke"), required=False)
    reason = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self, occasion: Occasion) -> None:
        rows = flow.rows(occasion.definition, occasion.act, occasion.row.from_stage)
        language = get_language() or "id"
        choices = [(row.to, occasion.definition.stages[row.to].label.text(language)) for row in rows]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        return {"to": occasion.row.to}
