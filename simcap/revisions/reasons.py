"""The loader's refusals in the reader's language. A reason without words here is told as the loader says it."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_TOLD: tuple[tuple[str, str | Promise], ...] = (
    # the keys of a table
    (r"is missing", _("belum ada")),
    (r"must not be empty", _("tidak boleh kosong")),
    (r"must be text that is not empty", _("harus teks dan tidak boleh kosong")),
    (r"must be text", _("harus teks")),
    (r"must be a whole number", _("harus bilangan bulat, nol atau lebih")),
    (r"must be true or false", _("harus true atau false")),
    (r"must be a date such as (?P<day>\S+)", _("harus tanggal, misalnya %(day)s")),
    (r"must be a list", _("harus berupa daftar")),
    (r"must be a table", _("harus berupa tabel")),
    (r"must not be negative", _("tidak boleh negatif")),
    (r"must be one of (?P<words>.+), not (?P<word>.+)", _("harus salah satu dari %(words)s, bukan %(word)s")),
    (r"is not a key of this table", _("bukan bagian yang dikenal di sini")),
    (r"(?P<name>.+) is there twice", _("%(name)s ada dua kali")),
    (
        r"must be small letters, digits and _, beginning with a letter, not (?P<name>.+)",
        _("harus huruf kecil, angka, dan _, diawali huruf; bukan %(name)s"),
    ),
    (
        r"must be small letters, digits, '\.', '_' and '-', not (?P<name>.+)",
        _("harus huruf kecil, angka, titik, _, dan -; bukan %(name)s"),
    ),
    (r"must be (?P<no>\d+): steps are numbered from 1 in order", _("harus %(no)s: langkah bernomor urut mulai 1")),
    (r"must be (?P<no>\d+)", _("harus %(no)s")),
    (r"is not TOML: (?P<what>.+)", _("bukan TOML yang benar: %(what)s")),
    (r"is a gap to be filled: (?P<what>.+)", _("masih harus diisi: %(what)s")),
    # times
    (r"cannot stand beside standard_minutes", _("tidak boleh ada bersama standard_minutes")),
    (
        r"(?P<text>.+) is not a time such as .+",
        _("%(text)s bukan waktu seperti “± 5 menit”, “1 jam”, “2 hari”, atau “Tentatif”"),
    ),
    (
        r"says (?P<text>.+), but the standard is the window of the SPT",
        _("menyebut %(text)s, padahal standarnya Tentatif (jendela waktu SPT)"),
    ),
    (
        r"says (?P<text>.+), but the standard is (?P<n>\d+) working minutes",
        _("menyebut %(text)s, padahal standarnya %(n)s menit kerja"),
    ),
    # names that are nowhere
    (r"the program knows no act (?P<name>.+)", _("program tidak mengenal tindakan %(name)s")),
    (r"the office has no position (?P<name>.+)", _("kantor tidak mempunyai jabatan %(name)s")),
    (
        r"(?P<name>.+) has a meaning of its own and cannot be a name",
        _("%(name)s mempunyai arti khusus dan tidak dapat menjadi nama"),
    ),
    (r"there is no performer (?P<name>.+)", _("tidak ada pelaksana %(name)s")),
    (r"there is no artefact (?P<name>.+)", _("tidak ada kelengkapan atau output %(name)s")),
    (r"there is no stage (?P<name>.+)", _("tidak ada tahap %(name)s")),
    (r"there is no act (?P<name>.+)", _("tidak ada tindakan %(name)s")),
    (r"there is no step (?P<no>\d+)", _("tidak ada langkah %(no)s")),
    (r"there is no end", _("tidak ada tahap akhir")),
    # steps and performers
    (r"must name at least one performer", _("harus menyebut sedikitnya satu pelaksana")),
    (
        r"(?P<name>.+) has no column in the table \(in_table\)",
        _("%(name)s tidak mempunyai kolom dalam tabel (in_table)"),
    ),
    (
        r"step (?P<no>\d+) does not mark (?P<name>.+) as a performer",
        _("%(name)s bukan pelaksana langkah %(no)s menurut tabel"),
    ),
    (r"has no stage", _("belum mempunyai tahap")),
    # stages and rows
    (r"must be 0: only the SOP's own path has steps", _("harus 0: hanya jalur SOP sendiri yang mempunyai langkah")),
    (r"is for held stages only", _("hanya untuk tahap yang dipegang seseorang")),
    (
        r"must not be given: at an end the case is with nobody",
        _("tidak boleh diisi: pada tahap akhir berkas tidak dipegang siapa pun"),
    ),
    (
        r"must be a held stage: the case does not stand anywhere yet",
        _("harus tahap yang dipegang seseorang: berkasnya baru mulai"),
    ),
    (r'must be "" where the stage stands', _('harus "" bila tahapnya tetap')),
    (
        r"'back' is for suspended stages and detours only",
        _("“back” hanya untuk tahap yang ditunda dan jalan memutar"),
    ),
    (r"'over' is for stages beside the case only", _("“over” hanya untuk tahap di samping berkas")),
    (r"must stay beside the case", _("harus tetap di samping berkas")),
    (
        r"only an extension leads beside the SOP's path",
        _("hanya perluasan yang boleh keluar ke samping jalur SOP"),
    ),
    (
        r"only a held stage of the SOP's own path can be suspended, or there is no way back",
        _("hanya tahap jalur SOP sendiri yang dapat ditunda; dari yang lain tidak ada jalan kembali"),
    ),
    (r"nothing follows after the end (?P<name>.+)", _("sesudah tahap akhir %(name)s tidak ada kelanjutan")),
    (r"there is no holder at (?P<name>.+)", _("tahap %(name)s tidak dipegang siapa pun")),
    (
        r"there is no row beside it to choose from at (?P<name>.+)",
        _("tidak ada baris lain untuk dipilih pada tahap %(name)s"),
    ),
    (
        r"must be true: (?P<act>.+) has another row from (?P<name>.+)",
        _("harus true: %(act)s mempunyai baris lain dari %(name)s"),
    ),
    (
        r"(?P<from>.+) leads to (?P<to>.+) by this act already",
        _("tindakan ini sudah membawa %(from)s ke %(to)s"),
    ),
    (
        r"(?P<acts>.+) both lead on from (?P<name>.+); mark one as extension or choice",
        _("%(acts)s sama-sama melanjutkan %(name)s; tandai salah satu sebagai perluasan atau pilihan"),
    ),
    (r"stands for every held stage, and there is none", _("berarti semua tahap yang dipegang, dan itu tidak ada")),
    # paths and artefacts
    (r'nothing begins a case: no row is from ""', _('tidak ada yang memulai berkas: tidak ada baris dari ""')),
    (r"no act leads here", _("tidak ada tindakan yang menuju ke sini")),
    (r"no act leads on from here", _("tidak ada tindakan yang melanjutkan dari sini")),
    (
        r"nothing from here ends it or brings the case back to the SOP's path",
        _("dari sini berkas tidak dapat selesai atau kembali ke jalur SOP"),
    ),
    (
        r"the path from here, extensions apart, does not come to an end",
        _("jalur dari sini, tanpa perluasan, tidak sampai ke akhir"),
    ),
    (r"leads from step (?P<a>\d+) to step (?P<b>\d+)", _("melompat dari langkah %(a)s ke langkah %(b)s")),
    (r"no act gives it", _("tidak ada tindakan yang menghasilkannya")),
    (r"no act of the step gives (?P<name>.+)", _("tidak ada tindakan langkah ini yang menghasilkan %(name)s")),
    (
        r"nobody has made (?P<name>.+) when the step begins",
        _("%(name)s belum dibuat siapa pun ketika langkah ini mulai"),
    ),
    (r"nobody makes (?P<name>.+) before it is needed here", _("%(name)s diperlukan di sini sebelum dibuat")),
    (
        r"step (?P<no>\d+) closes without its output (?P<name>.+)",
        _("langkah %(no)s ditutup tanpa outputnya, %(name)s"),
    ),
    (
        r"the path from the letter to the end does not pass through this step",
        _("jalur dari surat sampai selesai tidak melalui langkah ini"),
    ),
    # paraf chains
    (r"has more than (?P<n>\d+) initials", _("lebih dari %(n)s paraf")),
    (r"(?P<act>.+) must be open at exactly one stage", _("%(act)s harus terbuka pada tepat satu tahap")),
    (
        r"(?P<act>.+) does not lead from (?P<from>.+) to (?P<to>.+)",
        _("%(act)s tidak membawa %(from)s ke %(to)s; sesuaikan baris alurnya pada naskah TOML"),
    ),
    (r"(?P<name>.+) is not a position", _("%(name)s bukan jabatan")),
    (r"(?P<name>.+) has initialled already", _("%(name)s sudah memaraf")),
    (
        r"(?P<name>.+) is not in the paraf chain (?P<chain>.+)",
        _("%(name)s tidak termasuk rantai paraf %(chain)s"),
    ),
)
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in _TOLD)


def is_told(reason: str) -> bool:
    """Whether there are words for this reason."""
    return any(pattern.fullmatch(reason) for pattern, _words in _PATTERNS)


def told(reason: str) -> str:
    """A reason in the current language; in the loader's own words where there are none for it."""
    for pattern, words in _PATTERNS:
        if found := pattern.fullmatch(reason):
            return str(words) % found.groupdict()
    return reason
