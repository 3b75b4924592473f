"""Addresses of the registers."""

from django.urls import URLPattern, URLResolver, path

from . import event_log, register_exports, register_views, registers

urlpatterns: list[URLPattern | URLResolver] = [
    path("registers/", registers.shelf, name="registers"),
    path("registers/event-log/", event_log.event_log, name="event-log"),
    path("registers/views/<int:pk>/", register_views.change, name="saved-view"),
    path("registers/exports/<uuid:uid>/", register_exports.progress, name="export"),
    path("registers/exports/<uuid:uid>/file", register_exports.export_file, name="export-file"),
    path("registers/<slug:book>/", registers.open_book, name="book"),
    path("registers/<slug:book>/export/", register_exports.export, name="book-export"),
    path("registers/<slug:book>/views/", register_views.keep, name="book-view"),
]
