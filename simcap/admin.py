"""The admin's pages, gathered from their folders."""

from simcap.documents import admin as documents
from simcap.facilitation import calendar_admin as calendar
from simcap.notices import admin as notices
from simcap.people import admin as people
from simcap.resources import admin as resources
from simcap.stewardship import admin as stewardship

__all__ = ["calendar", "documents", "notices", "people", "resources", "stewardship"]
