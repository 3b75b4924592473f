"""Addresses that are being filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def act(request: HttpRequest, **names: Any) -> HttpResponse:
    """Not yet here."""
    raise Http404
