"""Posts (jabatan) as they are written: abbreviations spelt out, so that two ways of writing one post compare equal."""

from __future__ import annotations

import re
from collections.abc import Iterable

from simcap.procedure.importing.labels import plain

SPELT_OUT = {
    "kadis": "kepala dinas", "kadin": "kepala dinas", "kaban": "kepala badan", "kabid": "kepala bidang",
    "kabag": "kepala bagian", "kasubag": "kepala sub bagian", "kasubbag": "kepala sub bagian",
    "kasubbid": "kepala sub bidang", "kasubid": "kepala sub bidang", "kasi": "kepala seksi", "kasie": "kepala seksi",
    "sekdis": "sekretaris dinas", "sekban": "sekretaris badan", "subag": "sub bagian", "subbag": "sub bagian",
    "subbagian": "sub bagian", "subbid": "sub bidang", "subbidang": "sub bidang", "koord": "koordinator",
    "kapus": "kepala puskesmas", "kades": "kepala desa", "dinkominfo": "dinas kominfo", "diskominfo": "dinas kominfo",
    "kominfo": "komunikasi dan informatika",
}  # fmt: skip
#: Words with which a post begins.
POST_WORDS = frozenset(
    "kepala sekretaris seksi bidang bagian sub koordinator tim ketua anggota staf staff petugas operator pelaksana "
    "analis pranata fungsional admin administrator agendaris bendahara camat lurah wali bupati gubernur asisten "
    "direktur kasir verifikator arsiparis pengelola pengadministrasi jfu jft pegawai asn pns teknisi sopir pengemudi "
    "resepsionis penyelia manajer inspektur pejabat".split()
)
#: Words by which an item says what one has to know or be able to do.
COMPETENCE = re.compile(
    r"\b(memahami|memaham|mampu|kemampuan|menguasai|mengetahui|mengerti|memiliki|mempunyai|pendidikan|minimal|lulusan|"
    r"sarjana|diploma|slta|sma|smk|s1|s 1|s2|d3|d iii|d4|pengalaman|berpengalaman|sertifikat|bersertifikat|sertifikasi|"
    r"keahlian|keterampilan|terampil|cakap|dapat|teliti|jujur|disiplin|sim|sehat|pelatihan|diklat|kompeten|kompetensi|"
    r"pengetahuan|bisa|bersedia|golongan|pangkat|paham|tahu|ahli)\b"
)
MOST_WORDS = 7
#: Words after which a text goes on, so that what stands before them is the whole of a name.
GO_ON = frozenset("yang dan untuk kepada atau serta dengan beserta tentang".split())


def post(text: str) -> str:
    """A post spelt out, in small letters."""
    return " ".join(" ".join(SPELT_OUT.get(word, word) for word in plain(text).split()).split())


def origins(text: str, posts: Iterable[str]) -> list[str]:
    """The posts that a text names as where something comes from ("dari …"), in full or by their beginning alone."""
    words, found = post(text).split(), []
    for at, word in enumerate(words):
        if word == "dari":
            found += [name for name in posts if _names(words[at + 1 :], name.split(), [each.split() for each in posts])]
    return found


def _names(said: list[str], name: list[str], posts: list[list[str]]) -> bool:
    same = next((n for n, (a, b) in enumerate(zip(said, name, strict=False)) if a != b), min(len(said), len(name)))
    if same == len(name):
        return same > 0
    goes_on = same < len(said) and said[same] not in GO_ON
    return same > 0 and not goes_on and sum(other[:same] == name[:same] for other in posts) == 1


def is_only_post(item: str, performers: frozenset[str]) -> bool:
    """Whether an item of the qualifications names a post and says nothing of what one has to be able to do."""
    words = post(item)
    if COMPETENCE.search(words):
        return False
    if words in performers:
        return True
    parts = words.split()
    return bool(parts) and len(parts) <= MOST_WORDS and parts[0] in POST_WORDS
