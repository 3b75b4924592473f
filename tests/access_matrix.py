"""The access matrix as a table: who gets which page and answer, and who may do which act where."""

from __future__ import annotations

from dataclasses import dataclass

from tests.cast import POSTS

ROLES = ("anonymous", *POSTS, "other.kadis", "other.admin")
INSIDE = frozenset(POSTS)
CREW = frozenset({"koordinator", "teknisi1", "teknisi2"})
CHAIN = frozenset({"kadis", "kabid", "seksi"})
READERS = CHAIN | CREW | {"agendaris", "auditor"}
EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {"anonymous"}
NOBODY: frozenset[str] = frozenset()
#: Who keeps the archive, and who sees what people ask of their data; Sekretaris and administrator as stand-ins.
WATCH = frozenset({"kadis", "sekretaris", "auditor", "admin", "other.kadis", "other.admin"})
ARCHIVE = WATCH | {"agendaris"}
#: Who assesses the steps of a half-year, and who reads the periodic reports.
ASSESS = frozenset({"kadis", "sekretaris", "kabid", "seksi", "other.kadis"})
REPORTS = ASSESS | ARCHIVE


#: Who reads the revisions of the SOP, and who writes them.
WRITE_SOP = frozenset({"sekretaris", "kabid", "seksi", "admin", "other.admin"})
READ_SOP = WRITE_SOP | {"kadis", "auditor", "other.kadis"}


@dataclass(frozen=True)
class Page:
    """Who gets a page of the ordinary case, and who of the secret one. The others get 302 to sign-in, 403 or 404."""

    may: frozenset[str]
    secret: frozenset[str] | None = None
    method: str = "get"
    arguments: tuple[str, ...] = ()


CASE = ("uid",)
CASE_PAGE = Page(READERS, frozenset({"kadis", "kabid"}), arguments=CASE)
#: Signed-in and public addresses by name.
PAGES: dict[str, Page] = {
    "healthz": Page(EVERYBODY),
    "readyz": Page(EVERYBODY),
    "metrics": Page(NOBODY),  # without a token in the settings it does not exist
    "home": Page(EVERYBODY),
    "sign-in": Page(EVERYBODY),
    "sign-out": Page(NOBODY),  # only by POST, and it opens nothing
    "set_language": Page(EVERYBODY, method="post"),
    "desk": Page(SIGNED_IN),
    "absences": Page(SIGNED_IN),
    "absence-new": Page(SIGNED_IN),
    "absence": Page(INSIDE, arguments=("absence",)),
    "absence-end": Page(NOBODY, method="post", arguments=("absence",)),  # nothing is sent, so everybody is refused
    "absence-substitute": Page(NOBODY, method="post", arguments=("absence",)),
    "hand-back": Page(frozenset({"kadis"}), arguments=("appointment",)),
    "office-sop": Page(SIGNED_IN),
    "revisions": Page(READ_SOP),
    "revision-new": Page(WRITE_SOP),
    "revision": Page(READ_SOP & INSIDE, arguments=("revision",)),
    "revision-pdf": Page(READ_SOP & INSIDE, arguments=("revision",)),
    "revision-file": Page(READ_SOP & INSIDE, arguments=("revision",)),
    "revision-move": Page(READ_SOP),
    "revision-replay": Page(READ_SOP & INSIDE, arguments=("revision",)),
    "revision-edit": Page(WRITE_SOP & INSIDE, arguments=("revision",)),
    "revision-text": Page(WRITE_SOP & INSIDE, arguments=("revision",)),
    "revision-check": Page(WRITE_SOP & INSIDE, method="post", arguments=("revision",)),
    "revision-propose": Page(NOBODY, method="post", arguments=("revision",)),  # nothing is sent: all are refused
    "revision-decide": Page(NOBODY, method="post", arguments=("revision",)),
    "revision-withdraw": Page(NOBODY, method="post", arguments=("revision",)),
    "stuck": Page(frozenset({"kadis", "sekretaris", "agendaris", "admin", "other.kadis", "other.admin"})),
    "monitoring": Page(SIGNED_IN - CREW),
    "monitoring-slowest": Page(SIGNED_IN - CREW, arguments=("step",)),
    "monitoring-csv": Page(SIGNED_IN - CREW),
    "monitoring-xlsx": Page(SIGNED_IN - CREW),
    "calendar-changes": Page(WATCH | {"agendaris"}),
    "calendar-change": Page(NOBODY, arguments=("seq",)),  # no calendar was changed; who is told: tests/desk
    "notices": Page(SIGNED_IN),
    "notice-channel-add": Page(NOBODY, method="post"),  # nothing is sent, so everybody is refused
    "notice-channel": Page(NOBODY, method="post", arguments=("pk",)),  # whose a channel is: tests/notices/test_page.py
    "notice-channel-remove": Page(NOBODY, method="post", arguments=("pk",)),
    "notice-channel-test": Page(NOBODY, method="post", arguments=("pk",)),
    "notice-failures": Page(frozenset({"admin", "other.admin"})),
    "notice-retry": Page(frozenset({"admin", "other.admin"}), method="post"),
    "cases": Page(SIGNED_IN),
    "register": Page(frozenset({"agendaris"})),
    "receipt": Page(frozenset({"agendaris"}), frozenset({"agendaris"}), arguments=CASE),
    "receipt-sheet": Page(frozenset({"agendaris"}), frozenset({"agendaris"}), arguments=CASE),
    "act": Page(CREW, arguments=("uid", "act")),
    "act-cautions": Page(READERS, frozenset({"kadis", "kabid"}), method="post", arguments=("uid", "act")),
    "act-preview": Page(NOBODY, arguments=("uid", "act")),
    "case": CASE_PAGE,
    "case-sop": CASE_PAGE,
    "case-bundle": Page(READERS - CREW, frozenset({"kadis", "kabid"}), arguments=CASE),
    "case-journal": CASE_PAGE,
    "case-document": Page(READERS, arguments=("uid", "doc")),
    "case-document-page": Page(READERS, arguments=("uid", "doc", "page")),
    "case-attachment": Page(READERS, frozenset({"kadis", "kabid"}), arguments=("uid", "att")),
    "case-attachment-page": Page(READERS, frozenset({"kadis", "kabid"}), arguments=("uid", "att", "page")),
    "office-journal": Page(frozenset({"auditor", "admin", "other.admin"})),
    "registers": Page(SIGNED_IN),
    "event-log": Page(frozenset({"kadis", "auditor", "admin", "other.kadis", "other.admin"})),
    "book": Page(SIGNED_IN, arguments=("book",)),
    "book-export": Page(SIGNED_IN, method="post", arguments=("book",)),
    "book-view": Page(NOBODY, method="post", arguments=("book",)),  # a view needs a name
    "saved-view": Page(NOBODY, method="post", arguments=("pk",)),  # whose a view is: tests/desk/test_saved_views.py
    "export": Page(NOBODY, arguments=CASE),  # whose an export is: tests/desk/test_register_exports.py
    "export-file": Page(NOBODY, arguments=CASE),
    "stage-upload": Page(NOBODY, method="post"),
    "place": Page(EVERYBODY),
    "papers": Page(SIGNED_IN),
    "case-papers": CASE_PAGE,
    "paper": Page(READERS, frozenset({"kadis", "kabid"}), arguments=("sheet",)),
    "paper-sheet": Page(READERS, frozenset({"kadis", "kabid"}), arguments=("sheet",)),
    "act-form": Page(READERS - {"auditor"}, method="post", arguments=("uid", "act")),
    "register-form": Page(frozenset({"agendaris"}), method="post"),
    "reports": Page(REPORTS),
    "monitoring-table": Page(REPORTS, arguments=("year", "half")),
    "monitoring-table-compute": Page(ASSESS, method="post", arguments=("year", "half")),
    "monitoring-table-fill": Page(NOBODY, arguments=("year", "half")),  # nobody has begun it: tests/reporting
    "monitoring-table-issue": Page(NOBODY, method="post", arguments=("year", "half")),
    "monitoring-table-pdf": Page(NOBODY, arguments=("year", "half")),
    "yearly-summary": Page(REPORTS, arguments=("year",)),
    "yearly-summary-pdf": Page(REPORTS, arguments=("year",)),
    "yearly-summary-xlsx": Page(REPORTS, arguments=("year",)),
    "yearly-summary-issue": Page(NOBODY, method="post", arguments=("year",)),  # the year is not over
    "archive": Page(ARCHIVE),
    "retention-due": Page(ARCHIVE),
    "destructions": Page(ARCHIVE),
    "destruction": Page(ARCHIVE & INSIDE, arguments=("destruction",)),
    "destruction-propose": Page(NOBODY, method="post"),  # these are sent nothing; what is sent: tests/stewardship
    "destruction-decide": Page(NOBODY, method="post", arguments=("destruction",)),
    "destruction-resume": Page(NOBODY, method="post", arguments=("destruction",)),
    "destruction-record": Page(NOBODY, arguments=("destruction",)),  # not carried out, so there is none
    "subject-requests": Page(WATCH),
    "subject-request-new": Page(frozenset({"agendaris", "sekretaris", "admin", "other.admin"})),
    "subject-request": Page(WATCH & INSIDE, arguments=("request",)),
    "subject-request-identify": Page(NOBODY, method="post", arguments=("request",)),
    "subject-request-search": Page(frozenset({"sekretaris", "admin"}), method="post", arguments=("request",)),
    "subject-request-answer": Page(NOBODY, method="post", arguments=("request",)),
    "subject-request-refuse": Page(NOBODY, method="post", arguments=("request",)),
    "subject-request-hand-over": Page(NOBODY, method="post", arguments=("request",)),
    "subject-request-export": Page(NOBODY, arguments=("request",)),
    "incidents": Page(WATCH),
    "incident-new": Page(ARCHIVE - {"auditor"}),
    "incident": Page(WATCH & INSIDE, arguments=("incident",)),
    "incident-step": Page(NOBODY, method="post", arguments=("incident",)),
    "incident-notice": Page(WATCH & INSIDE, arguments=("incident",)),
    "case-hold": Page(frozenset({"kadis", "sekretaris", "admin"}), frozenset({"kadis"}), arguments=CASE),
    "case-readers": Page(CHAIN | {"auditor"}, frozenset({"kadis", "kabid"}), arguments=CASE),
    "privacy": Page(EVERYBODY, arguments=("office",)),
    "personal-data": Page(EVERYBODY, arguments=("office",)),
    "personal-data-done": Page(NOBODY, arguments=("office", "token")),
    "office-home": Page(EVERYBODY, arguments=("office",)),
    "request": Page(EVERYBODY, arguments=("office",)),
    "request-draft": Page(EVERYBODY, EVERYBODY, arguments=("office", "draft")),  # whoever holds the link
    "request-page": Page(EVERYBODY, EVERYBODY, arguments=("office", "draft", "page")),
    "request-done": Page(NOBODY, arguments=("office", "token")),
    "request-receipt": Page(EVERYBODY, EVERYBODY, arguments=("office", "answer")),
    "track": Page(EVERYBODY, arguments=("office",)),
    "track-case": Page(EVERYBODY, NOBODY, arguments=("office", "code")),
    "answer": Page(EVERYBODY, EVERYBODY, arguments=("office", "answer")),
    "add-attachment": Page(EVERYBODY, EVERYBODY, arguments=("office", "answer")),
    "postpone-request": Page(EVERYBODY, EVERYBODY, arguments=("office", "answer")),
    "cancel-request": Page(EVERYBODY, EVERYBODY, arguments=("office", "answer")),
    "tracked-letter": Page(NOBODY, NOBODY, arguments=("office", "code")),  # only of a declined case
    "answered-letter": Page(NOBODY, NOBODY, arguments=("office", "answer")),
    "verify-document": Page(EVERYBODY, arguments=("office", "document")),
    "check-file": Page(EVERYBODY, arguments=("office",)),
    "checkpoints": Page(EVERYBODY, arguments=("office",)),
    "verifier": Page(EVERYBODY, arguments=("office",)),
    "sop": Page(EVERYBODY, arguments=("office",)),
    "sop-form": Page(EVERYBODY, arguments=("office",)),
    "sop-bpmn": Page(EVERYBODY, arguments=("office",)),
    "case-sop-form": CASE_PAGE,
}
#: API addresses by path, with who gets an answer below 400.
SECRET_PAIR = frozenset({"kadis", "kabid"})
API: dict[str, Page] = {
    "openapi.json": Page(EVERYBODY),
    "me": Page(SIGNED_IN),
    "facilitations": Page(SIGNED_IN),
    "registers": Page(SIGNED_IN),
    "registers/{book}": Page(SIGNED_IN),
    "facilitations/{uid}": Page(READERS, SECRET_PAIR),
    "facilitations/{uid}/acts": Page(READERS, SECRET_PAIR),
    "facilitations/{uid}/journal": Page(READERS, SECRET_PAIR),
    "facilitations/{uid}/documents": Page(READERS, SECRET_PAIR),
    "facilitations/{uid}/documents/{doc}.pdf": Page(READERS),
    "facilitations/{uid}/acts/{act}": Page(NOBODY, method="post"),  # see ACTS
    "attachments": Page(NOBODY, method="post"),  # nothing is sent, so everybody is refused
    "facilitations/{uid}/attachments": Page(NOBODY, method="post"),
}
#: Every act, the stage at which it is tried, and who may do it there.
ACTS: dict[str, tuple[str, frozenset[str]]] = {
    "register": ("", frozenset({"agendaris"})),
    "open": ("with_head", frozenset({"kadis"})),
    "dispose": ("with_head", frozenset({"kadis"})),
    "forward": ("with_division", frozenset({"kabid"})),
    "appoint": ("with_section", frozenset({"seksi"})),
    "record_request": ("to_record", frozenset({"koordinator"})),
    "initial": ("spt_with_section", frozenset({"seksi"})),
    "sign_spt": ("spt_with_head", frozenset({"kadis"})),
    "prepare": ("assigned", frozenset({"teknisi1", "teknisi2"})),
    "start": ("prepared", frozenset({"koordinator"})),
    "log": ("running", CREW),
    "finish": ("running", frozenset({"teknisi1", "teknisi2"})),
    "record_facilitation": ("returned", frozenset({"koordinator"})),
    "endorse": ("report_with_section", frozenset({"seksi"})),
    "accept_report": ("report_with_head", frozenset({"kadis"})),
    "return_incomplete": ("with_division", frozenset({"kabid"})),
    "resubmit": ("awaiting_requester", frozenset({"agendaris"})),
    "add_attachment": ("with_head", frozenset({"agendaris"})),
    "file_paper": ("with_head", frozenset({"agendaris", "kadis", "kabid", "seksi"})),
    "send_back": ("spt_with_division", frozenset({"kabid"})),
    "withdraw": ("with_section", frozenset({"kabid"})),
    "supersede": ("spt_with_head", CHAIN),
    "decline": ("with_section", frozenset({"kadis"})),
    "draft_decline": ("decline_draft", frozenset({"seksi"})),
    "initial_decline": ("decline_with_division", frozenset({"kabid"})),
    "sign_decline": ("decline_with_head", frozenset({"kadis"})),
    "reconsider": ("decline_with_head", frozenset({"kadis"})),
    "postpone": ("assigned", frozenset({"kadis", "seksi", "agendaris"})),
    "cancel": ("prepared", frozenset({"kadis", "seksi", "agendaris"})),
    "amend": ("running", CHAIN | {"koordinator"}),
    "amend_spt": ("amend_draft", frozenset({"seksi", "koordinator"})),
    "initial_amendment": ("amend_with_section", frozenset({"seksi"})),
    "sign_amendment": ("amend_with_head", frozenset({"kadis"})),
    "drop_amendment": ("amend_with_division", frozenset({"kadis", "seksi"})),
    "revoke_spt": ("assigned", frozenset({"kadis"})),
    "print_to_sign": ("report_with_head", frozenset({"kadis", "agendaris", "seksi"})),
    "scan_signed": ("spt_on_paper", frozenset({"agendaris", "seksi"})),
    "confirm_signed": ("decline_to_check", frozenset({"seksi", "kabid"})),  # the front desk has scanned
    "void_paper": ("amend_to_check", frozenset({"agendaris", "seksi", "kadis"})),
}
#: Acts on the secret case, which has reached the Kabid: nobody else knows that it is there, whatever his position.
SECRET_ACTS: dict[str, frozenset[str]] = {
    "forward": frozenset({"kabid"}),
    "return_incomplete": frozenset({"kabid"}),
    "send_back": frozenset({"kabid"}),
    "withdraw": frozenset({"kadis"}),
    "supersede": frozenset({"kadis"}),
    "decline": frozenset({"kadis"}),
    "postpone": frozenset({"kadis"}),
    "cancel": frozenset({"kadis"}),
    "add_attachment": NOBODY,
    "file_paper": frozenset({"kadis", "kabid"}),
}
