"""Addresses of the API: /api/v1/…"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path, re_path
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from .openapi import Described, document
from .problems import nothing_here, tell_problems, told
from .reading import StrictParser
from .tokens import Token
from .views import router

api: NinjaAPI = Described(
    title="SIMCAP", version="1", description="One facilitation through the SOP, by the same doorway as the pages.",
    urls_namespace="api", auth=Token(), parser=StrictParser(), openapi_url=None, docs_url=None,
)  # fmt: skip
tell_problems(api)


@api.get("/openapi.json", auth=None, include_in_schema=False, url_name="openapi")
def openapi_document(request: HttpRequest) -> HttpResponse:
    """This API as OpenAPI 3.1. It tells nothing of any office, so it needs no token."""
    return HttpResponse(document(api, get_language() or "id"), content_type="application/json")


api.add_router("", router)


def _told(pattern: URLPattern) -> URLPattern:
    pattern.callback = told(pattern.callback)
    return pattern


patterns, application, namespace = api.urls
own = [_told(one) for one in patterns if isinstance(one, URLPattern)]
urlpatterns = [
    path("", include((own, application), namespace=namespace)),
    re_path(r"^(?P<rest>.*)$", csrf_exempt(told(nothing_here)), name="api-nothing"),
]
