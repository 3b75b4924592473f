"""Signing in and out, and what happens when a form outlives its session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent with an outdated token: say so and keep what was typed."""
    return render(request, "errors/csrf.html", status=403)
