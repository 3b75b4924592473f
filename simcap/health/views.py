"""Pages for the machine that watches: alive, ready, figures; and what people see when something broke."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from .figures import exposition
from .lines import request_id
from .readiness import readiness


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers at all; nothing else is looked at."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether everything is there that the work needs: 200, or 503 with the item that fails."""
    items = readiness()
    failing = [name for name, item in items.items() if not item.ok]
    said = {
        "status": "not ready" if failing else "ready", "failing": failing,
        "items": {name: item.as_json() for name, item in items.items()},
    }  # fmt: skip
    return JsonResponse(said, status=503 if failing else 200)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, to whoever has the token. Without one in the settings there is no such page."""
    if not settings.SIMCAP_METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.SIMCAP_METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Bearer realm="simcap metrics"'})
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page when something broke; its code leads to the line in the log."""
    page = loader.get_template("500.html").render({"request_id": request_id.get()})
    return HttpResponse(page, status=500)
