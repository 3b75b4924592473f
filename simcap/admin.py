"""The admin's pages, gathered from their folders."""

from simcap.documents import admin as documents
from simcap.people import admin as people
from simcap.resources import admin as resources
from simcap.stewardship import admin as stewardship

__all__ = ["documents", "people", "resources", "stewardship"]
