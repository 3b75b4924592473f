"""Signing in and out, and what happens when a form outlives its session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from . import typed
from .forms import SignInForm

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """For signed-in people only. A form sent after the login ran out comes back filled after signing in again."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)  # the page stays as it is and says so
        if request.method == "POST":
            return _ask_again(request)
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")

    return never_cache(guarded)


def _ask_again(request: HttpRequest) -> HttpResponse:
    page = {"form": SignInForm(request), "next": request.path, "typed": typed.pack(request), "expired": True}
    return render(request, "desk/sign_in.html", page, status=401)


@sensitive_post_parameters("password", "typed")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in (masuk). Changes: the session; a form that was sent too late is kept for its page."""
    given = request.POST if request.method == "POST" else request.GET
    going_on = typed.safe_next(request, given.get("next", ""))
    if request.method != "POST" and request.user.is_authenticated:
        return redirect(going_on or "desk")
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        login(request, form.get_user())
        typed.keep(request, going_on, request.POST.get("typed", ""))
        return redirect(going_on or "desk")
    page = {"form": form, "next": going_on, "typed": request.POST.get("typed", "")}
    return render(request, "desk/sign_in.html", page, status=401 if form.is_bound else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out (keluar)."""
    logout(request)
    messages.info(request, _("Anda sudah keluar."))
    return redirect("sign-in")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent with an outdated token: nothing was done; what was typed is kept and shown again."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)  # the page stays as it is and says so; sending it brings the form back
    text = typed.pack(request)
    if not text or request.path == reverse("sign-in"):
        return render(request, "errors/csrf.html", {"text": text}, status=403)
    if not request.user.is_authenticated:
        return _ask_again(request)
    typed.keep(request, request.path, text)
    messages.warning(
        request,
        _("Halaman sudah kedaluwarsa, jadi belum ada yang dikirim. Isian Anda masih ada; periksa lalu kirim lagi."),
    )
    return redirect(request.path)
