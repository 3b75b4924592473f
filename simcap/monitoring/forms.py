"""What the figures are narrowed to: a period, a performer of the SOP, a revision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.definitions import all_definitions, in_force
from simcap.facilitation.forms import DayField
from simcap.facilitation.measure_models import MonthCount
from simcap.people.days import today_of
from simcap.people.models import Office
from simcap.procedure.definition import Definition
from simcap.registers.periods import PERIODS, days_of, period_text

from .ranks import Scope
from .stretch import Stretch

#: What is shown before anything is chosen.
USUAL = "this_quarter"


class MonitoringFilter(forms.Form):
    """The filter of the monitoring page. What does not fit is said beside its field and narrows nothing."""

    period = forms.ChoiceField(label=_("Periode"), required=False, choices=[("", ""), *PERIODS.items()])
    from_on = DayField(label=_("Dari tanggal"), required=False)
    until_on = DayField(label=_("Sampai tanggal"), required=False)
    performer = forms.ChoiceField(label=_("Pelaksana"), required=False)
    revision = forms.ChoiceField(label=_("SOP"), required=False)

    def __init__(self, data: Mapping[str, Any], *, office: Office) -> None:
        super().__init__(data)
        self.office, self.in_force, language = office, in_force(office), get_language() or "id"
        fields: Any = self.fields
        fields["revision"].choices = [("", self.in_force.identity.number), *self._others()]
        fields["performer"].choices = [("", _now("Semua")), *performers_of(self.in_force, language)]
        if len(fields["revision"].choices) == 1:
            del self.fields["revision"]

    def _others(self) -> list[tuple[str, str]]:
        """Other revisions under which something was measured; one look into the index for each."""
        others = [(id_, one) for id_, one in sorted(all_definitions().items()) if id_ != self.in_force.id]
        counted = MonthCount.objects.filter(office=self.office)
        return [(id_, one.identity.number) for id_, one in others if counted.filter(definition_id=id_).exists()]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("from_on"), given.get("until_on")
        if bool(first) != bool(last) and not self.errors:
            self.add_error("until_on" if first else "from_on", _now("Isi tanggal awal dan akhir."))
        if first and last and last < first:
            self.add_error("until_on", _now("Tanggal akhir tidak boleh sebelum tanggal awal."))
        return given

    @property
    def today(self) -> date:
        """The office's day."""
        return today_of(self.office)

    def stretch(self) -> Stretch:
        """First and last day; days that were typed count before a period that was chosen."""
        self.is_valid()
        given = self.cleaned_data
        if given.get("from_on") and given.get("until_on"):
            return Stretch(given["from_on"], given["until_on"])
        return Stretch(*days_of(given.get("period") or USUAL, self.today))

    def scope(self) -> Scope:
        """Whose counts are asked for, of every performer."""
        stretch = self.stretch()
        return Scope(self.office, self.cleaned_data.get("revision") or self.in_force.id, stretch)

    @property
    def whom(self) -> str:
        """The chosen performer of the SOP; empty for all."""
        self.is_valid()
        return str(self.cleaned_data.get("performer") or "")

    def in_words(self) -> str:
        """The period as a person says it."""
        stretch = self.stretch()
        return period_text(stretch.first, stretch.last)

    def query(self, **changed: str) -> str:
        """The filter as in an address: only what was given and fits, some of it changed."""
        self.is_valid()
        given = {name: str(value) for name in self.fields if (value := self.cleaned_data.get(name))}
        return urlencode({name: value for name, value in (given | changed).items() if value})


def performers_of(revision: Definition, language: str) -> list[tuple[str, str]]:
    """The performers that have a turn in a step, with their labels."""
    own = dict.fromkeys(stage.performer for stage in revision.stages.values() if stage.step and stage.kind == "held")
    return [(name, revision.performers[name].label.text(language)) for name in own]
