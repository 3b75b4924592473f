"""What every public page has in common: its office, its language, its cache headers, and how it says "not here"."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from simcap.people.models import Office

View = Callable[..., HttpResponse]
#: `?bahasa=en` chooses a language; only then a cookie is set.
LANGUAGE_KEY = "bahasa"
#: For anybody, for a minute: nothing on the page belongs to one person.
SHARED = {"public": True, "max_age": 60}
#: For this browser only, asked anew each time; what was typed survives "back".
OWN = {"private": True, "max_age": 0}
#: Kept nowhere: the address or the page is a secret.
SECRET = {"private": True, "no_store": True}


def public_page(cache: dict[str, Any]) -> Callable[[View], View]:
    """Make a view of `(request, office, …)` a public page: the office by its code, compressed, with cache headers.

    The forms use no identity that a cookie carries: a signed draft or secret link stands in the request itself. So
    they need no CSRF cookie, work with cookies off, and outlive any session.
    """

    def dress(view: View) -> View:
        @gzip_page
        @csrf_exempt
        @wraps(view)
        def page(request: HttpRequest, office: str, **kwargs: Any) -> HttpResponse:
            chosen = _choose_language(request)
            found = Office.objects.filter(slug=office).first()
            response = view(request, found, **kwargs) if found else not_found(request, None)
            if chosen:
                response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31_536_000, samesite="Lax")
            _patch_headers(response, cache)
            return response

        return page

    return dress


def _choose_language(request: HttpRequest) -> str:
    chosen = request.GET.get(LANGUAGE_KEY, "")
    if chosen not in dict(settings.LANGUAGES):
        return ""
    translation.activate(chosen)
    return chosen


def _patch_headers(response: HttpResponse, cache: dict[str, Any]) -> None:
    fine = response.status_code == 200
    patch_cache_control(response, **(cache if fine else SECRET))
    if cache is SECRET or not fine:
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"


def not_found(request: HttpRequest, office: Office | None, *, sentence: str = "") -> HttpResponse:
    """The page that says there is nothing at this address. It says the same for what may not be seen."""
    context = {"office": office, "sentence": sentence, "section": ""}
    return render(request, "public/not_found.html", context, status=404)


def too_many(request: HttpRequest, office: Office, *, sentence: str, seconds: int) -> HttpResponse:
    """The page that asks to wait. Units: seconds."""
    context = {"office": office, "sentence": sentence, "section": ""}
    response = render(request, "public/too_many.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
