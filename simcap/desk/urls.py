"""Signed-in addresses: desk, cases, acts, the dossier."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from . import (
    absences,
    acting,
    archive_urls,
    bundle,
    cautions,
    dossier,
    files,
    handover,
    journal,
    previewing,
    registering,
    session,
    uploading,
    stuck,
    views,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("masuk/", session.sign_in, name="sign-in"),
    path("keluar/", session.sign_out, name="sign-out"),
    path("bahasa/", set_language, name="set_language"),
    path("desk/", views.desk, name="desk"),
    path("absences/", absences.absences, name="absences"),
    path("absences/new/", absences.new_absence, name="absence-new"),
    path("absences/<int:pk>/", absences.absence, name="absence"),
    path("absences/<int:pk>/end/", absences.end_absence, name="absence-end"),
    path("absences/<int:pk>/substitute/", absences.appoint_substitute, name="absence-substitute"),
    path("cases/", views.cases, name="cases"),
    path("hand-backs/<int:pk>/", handover.hand_back, name="hand-back"),
    path("stuck/", stuck.stuck, name="stuck"),
    path("cases/new/", registering.register, name="register"),
    path("cases/<uuid:uid>/receipt/", registering.receipt, name="receipt"),
    path("cases/<uuid:uid>/acts/<slug:act>/", acting.act, name="act"),
    path("cases/<uuid:uid>/acts/<slug:act>/cautions/", cautions.cautions, name="act-cautions"),
    path("cases/<uuid:uid>/acts/<slug:act>/preview/", previewing.preview, name="act-preview"),
    path(
        "cases/<uuid:uid>/attachments/<uuid:att>/<int:page>.png",
        previewing.attachment_page,
        name="case-attachment-page",
    ),
    path("cases/<uuid:uid>/", dossier.dossier, name="case"),
    path("cases/<uuid:uid>/bundle/", bundle.bundle, name="case-bundle"),
    path("cases/<uuid:uid>/sop/", dossier.case_sop, name="case-sop"),
    path("cases/<uuid:uid>/journal/", journal.case_journal, name="case-journal"),
    path("cases/<uuid:uid>/documents/<uuid:doc>.pdf", files.document, name="case-document"),
    path("cases/<uuid:uid>/documents/<uuid:doc>/<int:page>.png", files.document_page, name="case-document-page"),
    path("cases/<uuid:uid>/attachments/<uuid:att>/", files.attachment, name="case-attachment"),
    *archive_urls.urlpatterns,
    path("journal/", journal.office_journal, name="office-journal"),
    path("uploads/", uploading.stage_upload, name="stage-upload"),
    path("wilayah/", registering.place, name="place"),
]
