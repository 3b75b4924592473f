"""Pages across the steps: home, my desk, the list of cases."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from simcap.facilitation.stuck import stuck_count
from simcap.people.models import Office
from simcap.stewardship.duties import duties_of
from simcap.stewardship.rules import Steward

from .forms import CaseFilter
from .handover import presence_of
from .queries import cases_page, this_week, waiting_for, with_others
from .session import signed_in
from .stuck import may_watch
from .viewer import office_of, powers_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door: the desk for who is signed in, the office's public page for anyone else."""
    if request.user.is_authenticated:
        return redirect("desk")
    offices = list(Office.objects.order_by("name")[:20])
    if len(offices) == 1:
        return redirect("office-home", office=offices[0].slug)
    return render(request, "desk/home.html", {"offices": offices})


@signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """My desk (meja saya): waiting for me, with others and started by me, on the calendar this week."""
    powers = powers_of(request)
    waiting = waiting_for(powers)
    page = {
        "waiting": waiting,
        "others": with_others(powers, without=waiting),
        "week": this_week(powers, office_of(request)),
        "may_register": "front_desk" in powers.codes(),
        "duties": duties_of(office_of(request), Steward(powers)),
        "now": powers.at,
        "presence": presence_of(powers, office_of(request)),
        "stuck_count": stuck_count(office_of(request), powers.at) if may_watch(powers) else 0,
    }
    return render(request, "desk/desk.html", page)


@signed_in
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Cases (berkas): search, narrow, page on."""
    form = CaseFilter(request.GET, office=office_of(request))
    page = cases_page(powers_of(request), form.wanted(), after=request.GET.get("after", ""))
    query = request.GET.copy()
    query.pop("after", None)
    first_query = query.urlencode()
    query["after"] = page.after
    is_narrowed = any(request.GET.get(name) for name in form.fields if name != "order")
    shown = {"form": form, "page": page, "next_query": query.urlencode(), "is_narrowed": is_narrowed}
    return render(request, "desk/cases.html", shown | {"first_query": first_query})
