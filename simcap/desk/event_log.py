"""Taking the event log (log peristiwa) out: which days, which format; at once or by the worker."""

from __future__ import annotations

import tempfile
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.forms import DayField
from simcap.mining.taking import AT_ONCE, MEDIA_TYPES, LogAsked, must_take, take
from simcap.people.acts import by_of
from simcap.people.days import today_of
from simcap.people.models import Office
from simcap.registers.tasks import order

from .archive import archive_page, require_form_methods
from .register_exports import handed_over
from .viewer import account_of, office_of, powers_of


class EventLogForm(forms.Form):
    """The days on which letters were registered, both included, and the format."""

    from_on = DayField(label=_("Dari tanggal"), help_text=_("Menurut tanggal surat diagendakan."))
    until_on = DayField(label=_("Sampai tanggal"))
    format = forms.ChoiceField(
        label=_("Format"), choices=[("xes", "XES (IEEE 1849-2016)"), ("csv", "CSV")], widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("from_on"), given.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("Tanggal akhir mendahului tanggal awal."))
        return given

    def asked(self, office: Office) -> LogAsked:
        """The log that was asked for."""
        given = self.cleaned_data
        return LogAsked(
            office=office, first=given["from_on"], last=given["until_on"], format=given["format"],
            language=get_language() or "id",
        )  # fmt: skip


@archive_page
@require_form_methods
def event_log(request: HttpRequest) -> HttpResponseBase:
    """The form; sent, the file. Changes: an entry in the office's journal; for a long one, work for the worker."""
    office, powers = office_of(request), powers_of(request)
    holding = must_take(powers)
    if request.method != "POST":
        return _page(request, EventLogForm(initial=_usual(request, office)))
    form = EventLogForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    asked = form.asked(office)
    count = asked.count()
    if not count:
        form.add_error(None, _("Tidak ada berkas yang diagendakan pada hari-hari itu."))
        return _page(request, form, status=422)
    if count > AT_ONCE:
        made = order(asked, account=account_of(request), language=asked.language)
        return redirect("export", uid=made.uid)
    out = tempfile.SpooledTemporaryFile(max_size=2**22)  # noqa: SIM115 — the answer closes it
    take(asked, out, by=by_of(holding, account=powers.actor.account))
    out.seek(0)
    return handed_over(out, asked)


def _usual(request: HttpRequest, office: Office) -> dict[str, Any]:
    """This year so far, or the days of the export that somebody comes back from."""
    today = today_of(office)
    found: dict[str, Any] = {"from_on": date(today.year, 1, 1), "until_on": today, "format": next(iter(MEDIA_TYPES))}
    return found | {name: request.GET[name] for name in ("from_on", "until_on") if name in request.GET}


def _page(request: HttpRequest, form: EventLogForm, *, status: int = 200) -> HttpResponseBase:
    return render(request, "registers/event_log.html", {"form": form}, status=status)
