"""Pages of the journal (jejak): of a case, and of the office itself."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from simcap.facilitation.forms import DayField
from simcap.journal.append import canonical_text
from simcap.journal.models import Entry
from simcap.people.acts import chain_of
from simcap.people.models import Office
from simcap.stewardship.rules import Steward, may_see_readings

from .context import READS_OFFICE_JOURNAL
from .files import case_seen
from .journal_lines import act_label, lines_of, state_of
from .seen import Thing, seen
from .session import signed_in
from .viewer import office_of, powers_of

PAGE = 25
OTHERS = {"requester": gettext_lazy("Pemohon"), "system": "SIMCAP"}


class JournalFilter(forms.Form):
    """What to narrow a journal to: act, person, period. Nothing typed means all of it."""

    act = forms.ChoiceField(label=gettext_lazy("Tindakan"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("Oleh"), required=False)
    from_on = DayField(label=gettext_lazy("Sejak"), required=False)
    until_on = DayField(label=gettext_lazy("Sampai"), required=False)

    def __init__(self, data: Any, *, chain: str, office: Office) -> None:
        super().__init__(data)
        self.zone = ZoneInfo(office.time_zone)
        acts = Entry.objects.filter(chain=chain).order_by().values_list("act", flat=True).distinct()
        labelled = sorted(((act, act_label(act)) for act in acts), key=lambda one: one[1])
        people = office.accounts.filter(officer__isnull=False).order_by("officer__name")
        named = [(f"account:{name}", who) for name, who in people.values_list("username", "officer__name")]
        others = [(f"kind:{kind}", label) for kind, label in OTHERS.items()]
        self.fields["act"].choices = [("", _("Semua tindakan")), *labelled]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Semua orang")), *named, *others]  # type: ignore[attr-defined]

    def narrow(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """The entries that are asked for; what was typed wrongly narrows nothing."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("act"):
            entries = entries.filter(act=wanted["act"])
        if wanted.get("person"):
            key, _colon, value = wanted["person"].partition(":")
            entries = entries.filter(canonical__contains=canonical_text({key: value})[1:-1])
        if wanted.get("from_on"):
            entries = entries.filter(occurred_at__gte=self._midnight(wanted["from_on"]))
        if wanted.get("until_on"):
            entries = entries.filter(occurred_at__lt=self._midnight(wanted["until_on"] + timedelta(days=1)))
        return entries

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self.zone)


@signed_in
@require_safe
def case_journal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The journal of one case, with the state of its chain."""
    case = case_seen(request, uid)
    page = _page(request, chain=f"case:{case.uid}", office=case.office)
    shown = {**page, "case": case, "state": _state(page, case.office)}
    shown["sees_readers"] = may_see_readings(case, Steward(powers_of(request)))
    return seen(request, render(request, "journal/case.html", shown), case, Thing.JOURNAL)


@signed_in
@require_safe
def office_journal(request: HttpRequest) -> HttpResponse:
    """The office's own journal: appointments, settings, checkpoints. For auditor and administrator.

    Its chain is checked when asked for (`?check=1`): a checkpoint names the head of every chain.
    """
    office = office_of(request)
    if not powers_of(request).codes() & READS_OFFICE_JOURNAL:
        raise PermissionDenied(_("Jejak kantor hanya dapat dibaca oleh Auditor dan Administrator."))
    page = _page(request, chain=chain_of(office), office=office)
    state = _state(page, office) if "check" in request.GET else None
    return render(request, "journal/office.html", {**page, "state": state})


def _state(page: dict[str, Any], office: Office) -> Any:
    return state_of(page["chain"], office_slug=office.slug)


def _page(request: HttpRequest, *, chain: str, office: Office) -> dict[str, Any]:
    """Shape: `chain`, `form`, `lines` newest first, `older` the query of the next page or empty."""
    form = JournalFilter(request.GET, chain=chain, office=office)
    entries = form.narrow(Entry.objects.filter(chain=chain)).select_related("detail").order_by("-seq")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 10:
        entries = entries.filter(seq__lt=int(before))
    found = list(entries[: PAGE + 1])
    query = request.GET.copy()
    query.pop("check", None)
    newest = query.copy()
    newest.pop("before", None)
    if len(found) > PAGE:
        query["before"] = str(found[PAGE - 1].seq)
    lines = lines_of(found[:PAGE], zone=office.time_zone)
    older = query.urlencode() if len(found) > PAGE else ""
    is_narrowed = any(request.GET.get(name) for name in form.fields)
    return {
        "chain": chain, "form": form, "lines": lines, "older": older, "newest": newest.urlencode(),
        "is_later": bool(before), "is_narrowed": is_narrowed,
    }  # fmt: skip
