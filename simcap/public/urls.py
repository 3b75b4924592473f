"""Public addresses of one office: /o/<office>/…"""

from django.urls import path

from . import checking_views, privacy, request_views, views

urlpatterns = [
    path("", views.office_home, name="office-home"),
    path("permintaan/", request_views.request_form, name="request"),
    path("permintaan/selesai/<str:token>/", request_views.request_done, name="request-done"),
    path("lacak/", views.track, name="track"),
    path("lacak/<str:code>/", views.track_case, name="track-case"),
    path("jawab/<str:token>/", request_views.answer, name="answer"),
    path("v/<str:token>/", views.verify_document, name="verify-document"),
    path("verifikasi/", checking_views.check_file, name="check-file"),
    path("jejak/", checking_views.checkpoints, name="checkpoints"),
    path("jejak/verify.py", checking_views.verifier, name="verifier"),
    path("privasi/", privacy.privacy, name="privacy"),
    path("data-pribadi/", privacy.personal_data, name="personal-data"),
    path("data-pribadi/terkirim/<str:token>/", privacy.personal_data_done, name="personal-data-done"),
    path("sop/", views.sop, name="sop"),
]
