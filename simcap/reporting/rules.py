"""Who reads, fills in and issues the office's periodic reports: one table, deny by default."""

from __future__ import annotations

from collections.abc import Mapping

from simcap.facilitation.office_rights import OfficeRights

_ASSESS = frozenset({"head", "secretary", "division_head", "section_head"})
#: Act → position codes. Who is above the performers of a step assesses it; who answers for the service issues.
#: Source: PermenPAN-RB 35/2012, monitoring by superiors of the SOP's performers.
RIGHTS: Mapping[str, frozenset[str]] = {
    "see_reports": _ASSESS | {"front_desk", "auditor", "administrator"},
    "fill_table": _ASSESS,
    "issue_report": _ASSESS - {"section_head"},
}
_OWN = OfficeRights(RIGHTS)
may, must, who_can = _OWN.may, _OWN.must, _OWN.who_can
