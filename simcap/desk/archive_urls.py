"""Addresses of archive and personal data."""

from django.urls import path

from . import archive, destructions, incidents, subject_requests

urlpatterns = [
    path("arsip/", archive.archive, name="archive"),
    path("arsip/retensi/", archive.due, name="retention-due"),
    path("arsip/retensi/usul/", archive.propose, name="destruction-propose"),
    path("arsip/pemusnahan/", destructions.destructions, name="destructions"),
    path("arsip/pemusnahan/<uuid:uid>/", destructions.destruction, name="destruction"),
    path("arsip/pemusnahan/<uuid:uid>/putusan/", destructions.decide, name="destruction-decide"),
    path("arsip/pemusnahan/<uuid:uid>/lanjut/", destructions.resume, name="destruction-resume"),
    path("arsip/pemusnahan/<uuid:uid>/berita-acara.pdf", destructions.record, name="destruction-record"),
    path("arsip/data-pribadi/", subject_requests.subject_requests, name="subject-requests"),
    path("arsip/data-pribadi/baru/", subject_requests.new_request, name="subject-request-new"),
    path("arsip/data-pribadi/<uuid:uid>/", subject_requests.subject_request, name="subject-request"),
    path("arsip/data-pribadi/<uuid:uid>/identitas/", subject_requests.identify, name="subject-request-identify"),
    path("arsip/data-pribadi/<uuid:uid>/telusuri/", subject_requests.search, name="subject-request-search"),
    path("arsip/data-pribadi/<uuid:uid>/jawab/", subject_requests.answer, name="subject-request-answer"),
    path("arsip/data-pribadi/<uuid:uid>/tolak/", subject_requests.refuse, name="subject-request-refuse"),
    path("arsip/data-pribadi/<uuid:uid>/serah/", subject_requests.hand_over, name="subject-request-hand-over"),
    path("arsip/data-pribadi/<uuid:uid>/data.zip", subject_requests.export, name="subject-request-export"),
    path("arsip/insiden/", incidents.incidents, name="incidents"),
    path("arsip/insiden/baru/", incidents.new_incident, name="incident-new"),
    path("arsip/insiden/<uuid:uid>/", incidents.incident, name="incident"),
    path("arsip/insiden/<uuid:uid>/langkah/", incidents.take_step, name="incident-step"),
    path("arsip/insiden/<uuid:uid>/pemberitahuan.pdf", incidents.notice, name="incident-notice"),
    path("cases/<uuid:uid>/penahanan/", archive.hold, name="case-hold"),
    path("cases/<uuid:uid>/pembaca/", archive.readers, name="case-readers"),
]
