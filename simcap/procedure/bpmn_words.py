"""What the exported process says in words: names, notes, and names that XML takes as identifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from simcap.procedure.definition import Act, Definition, Label, Performer, Row, Stage, Step

_SAID = {
    "beside": Label("Urusan di samping berkas", "Matter beside the case"),
    "over": Label("Urusan selesai", "Matter over"),
    "late": Label("Lewat standar", "Past the standard"),
    "merged_question": Label("Dirangkap?", "Merged?"),
    "merged_yes": Label("Dirangkap", "Merged"),
    "where": Label("Kembali ke mana?", "Back to where?"),
    "merged": Label(
        "Paraf dilewati bila pejabatnya sama dengan penyusun, pemberi paraf sebelumnya, atau penanda tangan.",
        "The initial is passed over where its officer is the drafter, the previous initialler, or the signer.",
    ),
    "extension": Label("Tambahan, tidak ada dalam SOP yang ditandatangani.", "An addition; not in the signed SOP."),
    "suspended": Label("Waktu berhenti selama menunggu.", "Clocks stand still while waiting."),
    "limit": Label("%d menit kerja", "%d working minutes"),
    "limit_date": Label("jadwal + %d menit kerja", "schedule + %d working minutes"),
    "timer": Label(
        "Standar langkah %(no)d: %(text)s; dengan toleransi %(minutes)d menit kerja. Durasi dihitung dalam menit kerja "
        "kantor, bukan menit jam, dan berlaku untuk seluruh langkah, bukan untuk tugas ini saja.",
        "Standard of step %(no)d: %(text)s; with its tolerance %(minutes)d working minutes. The duration counts the "
        "office's working minutes, not minutes of the clock, and holds for the whole step, not for this task alone.",
    ),
    "step": Label("Langkah %d.", "Step %d."),
    "who": Label("Oleh: %s.", "By: %s."),
    "needs": Label("Kelengkapan: %s.", "Needs: %s."),
    "gives": Label("Keluaran: %s.", "Gives: %s."),
    "answer": Label("Jawaban pemohon", "The requester's answer"),
    "rules": Label(
        "Data yang dibaca syarat: act = tindakan berikutnya; to = tahap tujuan tindakan itu; arrives = tahap yang "
        "benar-benar dicapai tindakan terakhir; window_deadline = akhir jadwal SPT ditambah toleransi.",
        "Data that conditions read: act = the next act; to = the stage that it leads to; arrives = the stage that the "
        "last act really reached; window_deadline = the end of the SPT's window plus its tolerance.",
    ),
    "legend": Label(
        "SOP %(number)s. Bintang (*) dan tepi jingga: tambahan, tidak ada dalam SOP yang ditandatangani. Pewaktu: "
        "standar langkah dengan toleransinya, dalam menit kerja; tidak menghentikan tugas. %(anytime)s",
        "SOP %(number)s. Star (*) and orange edge: an addition that the signed SOP lacks. Timer: the step's "
        "standard with its tolerance, in working minutes; it does not end the task. %(anytime)s",
    ),
    "anytime": Label("Kapan saja, tanpa memindahkan berkas: %s.", "At any time, without moving the case: %s."),
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """Words of one definition in one language."""

    definition: Definition
    language: str

    def say(self, key: str) -> str:
        """One fixed text."""
        return _SAID[key].text(self.language)

    def begins(self, act: Act) -> str:
        """What stands at the beginning of a process: what the first act needs or gives."""
        given = act.rows[0].gives
        return self.definition.artefacts[given[0]].label.text(self.language) if given else ""

    def stage(self, stage: Stage) -> str:
        """What is noted at a stage."""
        parts = [self.say("step") % stage.step] if stage.step else []
        return " ".join([*parts, self.say("suspended")] if stage.kind == "suspended" else parts)

    def task(self, act: Act, rows: Sequence[Row], owners: Sequence[Performer]) -> str:
        """What is noted of a task: its step, who does it, what it takes and gives, whether the SOP has it."""
        parts = [self.say("step") % act.step] if act.step else []
        parts.append(self.say("who") % ", ".join(one.label.text(self.language) for one in owners))
        for key in ("needs", "gives"):
            names = dict.fromkeys(name for row in rows for name in getattr(row, key))
            if names:
                labels = (self.definition.artefacts[name].label.text(self.language) for name in names)
                parts.append(self.say(key) % ", ".join(labels))
        return " ".join([*parts, self.say("extension")] if act.extension else parts)

    def limit(self, minutes: int, *, is_date: bool) -> str:
        """A timer's name."""
        return self.say("limit_date" if is_date else "limit") % minutes

    def timer(self, step: Step, minutes: int) -> str:
        """What a timer means."""
        return self.say("timer") % {"no": step.no, "text": step.time_text, "minutes": minutes}

    def caption(self, anytime: Sequence[Act]) -> str:
        """What is to be known beside the diagram."""
        acts = ", ".join(name_of(act, self.language) for act in anytime)
        said = {"number": self.definition.identity.number, "anytime": self.say("anytime") % acts if acts else ""}
        return (self.say("legend") % said).strip()


def name_of(act: Act, language: str) -> str:
    """What an act is called in the process and in the event log: a star marks what the signed SOP lacks."""
    return f"{act.label.text(language)} *" if act.extension else act.label.text(language)


def ncname(text: str) -> str:
    """A text as part of an XML identifier, the same each time; two texts never become one.

    Source: XML Namespaces 1.0, NCName. What it does not allow becomes its code point between underscores.
    """
    return re.sub(r"[^A-Za-z0-9.\-_]|_(?=x[0-9a-f]+_)", lambda found: f"_x{ord(found[0]):x}_", text)


def plain(text: str) -> str:
    """A text without the characters that XML 1.0 cannot hold."""
    return re.sub(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]", "", text)
