"""All registers, in the order in which a request goes through them."""

from __future__ import annotations

from collections.abc import Mapping

from .agenda import AGENDA
from .assignments import ASSIGNMENTS
from .book import Book
from .dispositions import DISPOSITIONS
from .facilitations import FACILITATIONS
from .reports import REPORTS

BOOKS: Mapping[str, Book] = {one.code: one for one in (AGENDA, DISPOSITIONS, ASSIGNMENTS, FACILITATIONS, REPORTS)}
