"""Signed-in addresses: desk, cases, acts, the dossier."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from . import acting, papers, registering, session, uploading, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("masuk/", session.sign_in, name="sign-in"),
    path("keluar/", session.sign_out, name="sign-out"),
    path("bahasa/", set_language, name="set_language"),
    path("desk/", views.desk, name="desk"),
    path("cases/", views.cases, name="cases"),
    path("cases/new/", registering.register, name="register"),
    path("cases/<uuid:uid>/receipt/", registering.receipt, name="receipt"),
    path("cases/<uuid:uid>/acts/<slug:act>/", acting.act, name="act"),
    path("cases/<uuid:uid>/acts/<slug:act>/preview/", papers.preview, name="act-preview"),
    path("cases/<uuid:uid>/attachments/<uuid:att>/<int:page>.png", papers.attachment_page, name="case-attachment-page"),
    path("uploads/", uploading.stage_upload, name="stage-upload"),
    path("wilayah/", registering.place, name="place"),
]
