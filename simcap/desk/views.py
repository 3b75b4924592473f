"""Pages across the steps: home, my desk, cases, registering a letter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from simcap.people.models import Office

from .session import signed_in


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
def desk(request: HttpRequest) -> HttpResponse:
    """My desk (meja saya)."""
    return render(request, "desk/desk.html")


@signed_in
def cases(request: HttpRequest) -> HttpResponse:
    """Cases (berkas)."""
    return render(request, "desk/cases.html")
