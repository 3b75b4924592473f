"""Regions (wilayah): a place in words from its Kemendagri code."""

from __future__ import annotations

from .models import Region

#: Kabupaten whose villages are desa, not nagari; in a kota 2xxx is a desa too. Source: field guide §6.
DESA_REGENCIES = ("13.09", "13.73", "13.77")


def village_word(code: str) -> str:
    """Nagari, Desa or Kelurahan, from the code: 1xxx is a kelurahan, 2xxx a nagari or desa."""
    if code.split(".")[-1].startswith("1"):
        return "Kelurahan"
    return "Desa" if code[:5] in DESA_REGENCIES else "Nagari"


def place_label(code: str) -> str:
    """Shape: `Nagari Sungai Dareh, Kec. Pulau Punjung, Kabupaten Dharmasraya`. Raises: Region.DoesNotExist."""
    village = Region.objects.select_related("parent__parent").get(code=code, level=Region.Level.VILLAGE)
    district = village.parent
    regency = district.parent if district else None
    return f"{village_word(code)} {village.name}, Kec. {district}, {regency}"
