"""Addresses: signed-in pages, public pages by office, the API, the admin."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("simcap.desk.urls")),
    path("o/<slug:office>/", include("simcap.public.urls")),
    path("api/v1/", include("simcap.api.urls")),
    path("admin/", admin.site.urls),
]
