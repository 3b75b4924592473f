"""Addresses of the SOP's revisions."""

from django.urls import path

from . import revision_cases, revision_edit, revisions

urlpatterns = [
    path("revisi/", revisions.revisions, name="revisions"),
    path("revisi/baru/", revisions.new_revision, name="revision-new"),
    path("revisi/pindah/", revision_cases.move_cases, name="revision-move"),
    path("revisi/<uuid:uid>/putar-ulang/", revision_cases.revision_replay, name="revision-replay"),
    path("revisi/<uuid:uid>/", revisions.revision, name="revision"),
    path("revisi/<uuid:uid>/sunting/", revision_edit.edit, name="revision-edit"),
    path("revisi/<uuid:uid>/naskah/", revision_edit.edit_text, name="revision-text"),
    path("revisi/<uuid:uid>/periksa/", revision_edit.check, name="revision-check"),
    path("revisi/<uuid:uid>/sop.pdf", revisions.revision_pdf, name="revision-pdf"),
    path("revisi/<uuid:uid>/sop.toml", revisions.revision_file, name="revision-file"),
    path("revisi/<uuid:uid>/ajukan/", revisions.propose_revision, name="revision-propose"),
    path("revisi/<uuid:uid>/putusan/", revisions.decide_revision, name="revision-decide"),
    path("revisi/<uuid:uid>/tarik/", revisions.withdraw_revision, name="revision-withdraw"),
]
