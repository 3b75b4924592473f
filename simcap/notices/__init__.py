"""Notices (pemberitahuan) to officers: a new task, reminders, escalation, and one digest a person and morning."""
