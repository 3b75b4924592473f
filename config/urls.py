"""Addresses: signed-in pages, public pages by office, the API, the admin."""

from django.contrib import admin
from django.urls import include, path

handler500 = "simcap.health.views.server_error"
urlpatterns = [
    path("", include("simcap.health.urls")),
    path("", include("simcap.desk.urls")),
    path("o/<slug:office>/", include("simcap.public.urls")),
    path("api/v1/", include("simcap.api.urls")),
    path("admin/", admin.site.urls),
]
