"""SQLite as this program uses it: Django's own, but its writers stand in line."""
