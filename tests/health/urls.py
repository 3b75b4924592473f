"""The program's addresses, and two that break: one by what somebody typed, one by what the database refuses."""

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler500 as handler500
from config.urls import urlpatterns as usual


def broken(request: HttpRequest, secret: str) -> HttpResponse:
    try:
        int(f"telepon {request.POST.get('phone', '')}")
    except ValueError as typed:
        raise IntegrityError(f"Key (phone)=({secret}) already exists.") from typed
    raise AssertionError


urlpatterns = [path("o/kantor/jawab/<str:secret>/", broken, name="broken"), *usual]
