"""What the story does, minute by minute, and the working minutes that must come of it, worked out by hand.

Office hours: Monday–Thursday 07.30–16.00 with a break 12.00–13.00, Friday 07.30–16.30 with a break 12.00–13.30.
Moments are WIB. W is waiting (arrived → opened), H handling (opened → done), both in working minutes.

Step 1, Disposisi (± 5, tolerance 2)
  with_head       Thu 4 June 10:00 → opened 11:50, W 110 → disposed 11:53, H 3
  with_division   Thu 11:53 → opened 13:10, W 7 + 10 = 17 (lunch) → forwarded 13:11, H 1
  with_section    Thu 13:11 → opened Fri 15:55, W 169 + 270 + 145 = 584 → returned as incomplete 15:56, H 1
  (suspended      Fri 15:56 → Sunday 7 June 20:00: clocks stand still)
  with_section    Sun 20:00 → opened Mon 07:40, W 10 → coordinator appointed 07:41, H 1
  sum             W 110 + 17 + 584 + 10 = 721; H 3 + 1 + 1 + 1 = 6 ≤ 7: kept
Step 2, Pencatatan (±15, tolerance 5)
  to_record           Mon 8 June 07:41 → opened 08:00, W 19 → recorded 08:14, H 14
  spt_with_section    08:14 → opened 08:20, W 6 → initialled 08:22, H 2
  spt_with_division   08:22 → opened 11:58, W 216 → initialled 13:02, H 2 + 2 = 4 (lunch)
  spt_with_head       13:02 → opened 13:05, W 3 → signed 13:09, H 4
  sum                 W 19 + 6 + 216 + 3 = 244; H 14 + 2 + 4 + 4 = 24 > 20: exceeded, the planted breach
Step 3, Persiapan dan kegiatan (Tentatif: window Sat 13 June 08:00 – Sun 14 June 16:00)
  assigned   Mon 13:09 → opened Fri 12 June 14:00, W 171 + 3 × 450 + 270 + 30 = 1821 → ready 15:30, H 90
  prepared   Fri 15:30 → started Sat 08:10 without opening, W 60, H 0
  running    Sat 08:10 → opened 08:15, W 0 → finished Sun 17:30, H 0 (outside hours)
  sum        W 1821 + 60 = 1881; H 90; finished 0 working minutes after the window: kept
Step 4, Pencatatan fasilitasi (± 30, tolerance 10)
  returned   Sun 17:30 → opened Mon 15 June 08:00, W 30 → recorded 08:35, H 35 ≤ 40: kept
Step 5, Laporan kegiatan (± 5, tolerance 2)
  report_with_section    08:35 → opened 08:40, W 5 → initialled 08:41, H 1
  report_with_division   08:41 → opened 09:00, W 19 → initialled 09:02, H 2
  report_with_head       09:02 → opened 10:00, W 58 → accepted 10:03, H 3
  sum                    W 5 + 19 + 58 = 82; H 1 + 2 + 3 = 6 ≤ 7: kept
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")


def june(day: int, hour: int, minute: int) -> datetime:
    """A moment of June 2026, WIB."""
    return datetime(2026, 6, day, hour, minute, tzinfo=WIB)


@dataclass(frozen=True, slots=True)
class Scene:
    """One act of the story: when, who, what, and the stage that the case must stand at afterwards."""

    at: datetime
    who: str
    act: str
    stage: str


WINDOW = (june(13, 8, 0), june(14, 16, 0))
SCENES = (
    Scene(june(4, 10, 0), "agendaris", "register", "with_head"),
    Scene(june(4, 11, 50), "kadis", "open", "with_head"),
    Scene(june(4, 11, 53), "kadis", "dispose", "with_division"),
    Scene(june(4, 13, 10), "kabid", "open", "with_division"),
    Scene(june(4, 13, 11), "kabid", "forward", "with_section"),
    Scene(june(5, 15, 55), "seksi", "open", "with_section"),
    Scene(june(5, 15, 56), "seksi", "return_incomplete", "awaiting_requester"),
    Scene(june(7, 20, 0), "agendaris", "resubmit", "with_section"),
    Scene(june(8, 7, 40), "seksi", "open", "with_section"),
    Scene(june(8, 7, 41), "seksi", "appoint", "to_record"),
    Scene(june(8, 8, 0), "koordinator", "open", "to_record"),
    Scene(june(8, 8, 14), "koordinator", "record_request", "spt_with_section"),
    Scene(june(8, 8, 20), "seksi", "open", "spt_with_section"),
    Scene(june(8, 8, 22), "seksi", "initial", "spt_with_division"),
    Scene(june(8, 11, 58), "kabid", "open", "spt_with_division"),
    Scene(june(8, 13, 2), "kabid", "initial", "spt_with_head"),
    Scene(june(8, 13, 5), "kadis", "open", "spt_with_head"),
    Scene(june(8, 13, 9), "kadis", "sign_spt", "assigned"),
    Scene(june(12, 14, 0), "teknisi1", "open", "assigned"),
    Scene(june(12, 15, 30), "teknisi1", "prepare", "prepared"),
    Scene(june(13, 8, 10), "koordinator", "start", "running"),
    Scene(june(13, 8, 15), "teknisi1", "open", "running"),
    Scene(june(13, 9, 0), "teknisi1", "log", "running"),
    Scene(june(13, 13, 30), "teknisi2", "log", "running"),
    Scene(june(14, 10, 0), "koordinator", "log", "running"),
    Scene(june(14, 17, 30), "teknisi1", "finish", "returned"),
    Scene(june(15, 8, 0), "koordinator", "open", "returned"),
    Scene(june(15, 8, 35), "koordinator", "record_facilitation", "report_with_section"),
    Scene(june(15, 8, 40), "seksi", "open", "report_with_section"),
    Scene(june(15, 8, 41), "seksi", "endorse", "report_with_division"),
    Scene(june(15, 9, 0), "kabid", "open", "report_with_division"),
    Scene(june(15, 9, 2), "kabid", "endorse", "report_with_head"),
    Scene(june(15, 10, 0), "kadis", "open", "report_with_head"),
    Scene(june(15, 10, 3), "kadis", "accept_report", "closed"),
)


@dataclass(frozen=True, slots=True)
class Expected:
    """One step's figures, worked out by hand. Units: working minutes."""

    step: int
    waiting: int
    handling: int
    standard: str
    verdict: str


EXPECTED = (
    Expected(1, 721, 6, "± 5 menit", "kept"),
    Expected(2, 244, 24, "±15 menit", "exceeded"),
    Expected(3, 1881, 90, "Tentatif", "kept"),
    Expected(4, 30, 35, "± 30 menit", "kept"),
    Expected(5, 82, 6, "± 5 menit", "kept"),
)
#: Kinds of document, in the order of issue.
DOCUMENTS = (
    "disposition_sheet",
    "assignment_letter",
    "hand_over_list",
    "field_report",
    "host_confirmation",
    "facilitation_record",
    "activity_report",
)
NUMBERS = {
    "assignment_letter": "800.1.11.1/001/DISKOMINFO/VI/2026",
    "activity_report": "500.12/001/DISKOMINFO/VI/2026",
}
