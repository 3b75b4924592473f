"""The form of the half-year's monitoring table: for each step an assessment, remarks and an action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from simcap.reporting.rows import JUDGED, Judgement, Row, Verdict

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class FormRow:
    """One step on the page: what the record says, and its three fields."""

    row: Row
    fields: tuple[BoundField, ...]


class TableForm(forms.Form):
    """What people make of the proposals. `based_on` is the version that the page showed."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, rows: tuple[Row, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self._add(row)

    def _add(self, row: Row) -> None:
        choices = [(one.value, one.label) for one in Verdict if (one == Verdict.NONE) == (row.cases == 0)]
        text = forms.Textarea(attrs={"rows": 3})
        made = {
            "verdict": forms.ChoiceField(label=_("Penilaian"), choices=choices),
            "remark": forms.CharField(label=_("Catatan"), required=False, max_length=LONGEST, widget=text),
            "action": forms.CharField(label=_("Tindakan"), required=False, max_length=LONGEST, widget=text),
        }
        for name, field in made.items():
            field.initial = getattr(row.final, name)
            self.fields[f"{name}_{row.no}"] = field

    def steps(self) -> Iterator[FormRow]:
        """Each step with its fields."""
        for row in self.rows:
            yield FormRow(row, tuple(self[f"{name}_{row.no}"] for name in JUDGED))

    def judged(self) -> dict[int, Judgement]:
        """What was decided, by the number of the step."""
        given = self.cleaned_data
        return {row.no: Judgement(**{name: _plain(given[f"{name}_{row.no}"]) for name in JUDGED}) for row in self.rows}


def _plain(text: str) -> str:
    """Line ends as the proposals have them, so that sending a text back unchanged changes nothing."""
    return text.replace("\r\n", "\n").strip()
