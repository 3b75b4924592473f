"""Public addresses of one office: /o/<office>/…"""

from django.urls import path

from . import answer_views, changing, checking_views, letters, privacy, request_views, views

urlpatterns = [
    path("", views.office_home, name="office-home"),
    path("permintaan/", request_views.request_form, name="request"),
    path("permintaan/draf/<str:token>/", request_views.request_draft, name="request-draft"),
    path("permintaan/draf/<str:token>/<slug:page>/", request_views.request_page, name="request-page"),
    path("permintaan/selesai/<str:token>/", answer_views.request_done, name="request-done"),
    path("permintaan/selesai/<str:token>/tanda-terima.pdf", answer_views.request_receipt, name="request-receipt"),
    path("lacak/", views.track, name="track"),
    path("lacak/<str:code>/", views.track_case, name="track-case"),
    path("lacak/<str:code>/surat-jawaban/", letters.tracked_letter, name="tracked-letter"),
    path("jawab/<str:token>/", answer_views.answer, name="answer"),
    path("jawab/<str:token>/lampiran/", answer_views.add_attachment, name="add-attachment"),
    path("jawab/<str:token>/tunda/", changing.change, {"act": "postpone"}, name="postpone-request"),
    path("jawab/<str:token>/batal/", changing.change, {"act": "cancel"}, name="cancel-request"),
    path("jawab/<str:token>/surat-jawaban/", letters.answered_letter, name="answered-letter"),
    path("v/<str:token>/", views.verify_document, name="verify-document"),
    path("verifikasi/", checking_views.check_file, name="check-file"),
    path("jejak/", checking_views.checkpoints, name="checkpoints"),
    path("jejak/verify.py", checking_views.verifier, name="verifier"),
    path("privasi/", privacy.privacy, name="privacy"),
    path("data-pribadi/", privacy.personal_data, name="personal-data"),
    path("data-pribadi/terkirim/<str:token>/", privacy.personal_data_done, name="personal-data-done"),
    path("sop/", views.sop, name="sop"),
    path("sop/formulir.pdf", views.sop_form, name="sop-form"),
    path("sop/proses.bpmn", views.sop_bpmn, name="sop-bpmn"),
]
