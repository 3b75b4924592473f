"""Hours and holidays in the admin: before a change is kept, its page says which open cases it moves.

The change is made, compared and undone; it is made again, and stays, when what it moves was seen and confirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from simcap import clock
from simcap.people.admin import HolidayAdmin, OfficeAdmin, WorkScheduleAdmin
from simcap.people.calendar import read
from simcap.people.models import Holiday, Office, WorkSchedule
from simcap.people.office_admin import OfficeModelAdmin
from simcap.people.site import office_of
from simcap.procedure.office_hours import OfficeCalendar

from .calendar_change import Moved, announce, facts_of, moved
from .calendar_lines import page_of
from .occasion import officer_actor
from .rights import Powers

#: What the preview sends back: which change was seen, the page of its list, and that it is not wanted after all.
SEEN, PAGE, BACK = "calendar_seen", "calendar_page", "calendar_back"
View = Callable[[], HttpResponse]


@dataclass
class _Change:
    """What one request does to the calendar: how it stood at the last entry, and what is said if it is kept."""

    calendar: OfficeCalendar
    words: list[Callable[[], None]] = field(default_factory=list)


def _calendar(request: HttpRequest) -> OfficeCalendar:
    return read(Office.objects.get(pk=office_of(request).pk))


class TellsMoved(OfficeModelAdmin):
    """A table that the calendar is made of. What moves open cases is kept only when its preview was confirmed."""

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        view = partial(super().changeform_view, request, object_id, form_url, extra_context)
        return self._told(request, view) if request.method == "POST" and BACK not in request.POST else view()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        view = partial(super().changelist_view, request, extra_context)
        if BACK in request.POST:
            return redirect(request.get_full_path())
        return self._told(request, view) if request.method == "POST" else view()

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Ask once: with the list of what it moves where there is one, else as for any other row."""
        view = partial(super().delete_view, request, object_id, extra_context)
        if BACK in request.POST:
            return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id]))
        if request.method == "POST":
            return self._told(request, view)
        asked, request.POST = request.POST, QueryDict("post=yes")
        _answer, preview = self._tried(request, view, may_stay=False)
        request.POST = asked
        return preview or view()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Who comes back from the preview finds the form as he sent it, and nothing is kept."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"is_valid": lambda _form: False}) if BACK in request.POST else form

    def message_user(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say that it is kept only when it is."""
        say = partial(super().message_user, request, *args, **kwargs)
        change: _Change | None = getattr(request, "_calendar_change", None)
        if change is None:
            say()
        else:
            change.words.append(say)

    def effect(self, request: HttpRequest) -> tuple[str, dict[str, Any]]:
        """Note which open cases the change that was just made moves."""
        change: _Change = request._calendar_change  # type: ignore[attr-defined]
        before, change.calendar = change.calendar, _calendar(request)
        if before == change.calendar:
            return super().effect(request)
        announce(office_of(request))
        found = moved(office_of(request), before=before, after=change.calendar, at=clock.now())
        return "calendar_changed", facts_of(found, before=before, after=change.calendar)

    def _told(self, request: HttpRequest, view: View) -> HttpResponse:
        answer, preview = self._tried(request, view)
        if preview is None:
            for say in request._calendar_change.words:  # type: ignore[attr-defined]
                say()
        return preview or answer

    def _tried(
        self, request: HttpRequest, view: View, *, may_stay: bool = True
    ) -> tuple[HttpResponse, TemplateResponse | None]:
        """Make the change; undo it and answer its preview where it moves what was not seen."""
        with transaction.atomic():
            before = _calendar(request)
            request._calendar_change = _Change(before)  # type: ignore[attr-defined]
            answer, after = view(), _calendar(request)
            found = moved(office_of(request), before=before, after=after, at=clock.now())
            seen = f"{before.digest()}:{after.digest()}"
            stays = may_stay and (not found or (request.POST.get(SEEN) == seen and PAGE not in request.POST))
            if not stays:
                transaction.set_rollback(True)
        return answer, None if stays or not found else self._preview(request, found, seen)

    def _preview(self, request: HttpRequest, found: list[Moved], seen: str) -> TemplateResponse:
        powers = Powers(officer_actor(request.user), clock.now())  # type: ignore[arg-type]
        page = page_of(
            [one.facts() for one in found], office=office_of(request), powers=powers, wanted=request.POST.get(PAGE, "")
        )
        own = {SEEN, PAGE, BACK, "csrfmiddlewaretoken"}
        sent = [(name, value) for name, values in request.POST.lists() if name not in own for value in values]
        turned = {one.turn.facilitation_id for one in found if one.before.verdict != one.after.verdict}
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": _("Perubahan kalender"),
            "moved": page, "seen": seen, "sent": sent, "turned": len(turned),
        }  # fmt: skip
        return TemplateResponse(request, "admin/simcap/calendar_preview.html", context)


@admin.register(Office)
class CalendarOfficeAdmin(TellsMoved, OfficeAdmin):
    """The office, whose time zone is part of its calendar."""


@admin.register(WorkSchedule)
class CalendarHoursAdmin(TellsMoved, WorkScheduleAdmin):
    """Working hours (jam kerja)."""


@admin.register(Holiday)
class CalendarHolidayAdmin(TellsMoved, HolidayAdmin):
    """Holidays (hari libur, cuti bersama)."""
