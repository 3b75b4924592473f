"""The sign of life of a process that nobody can ask over the network."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """Heartbeat (tanda hidup): when a process of this installation, such as the worker, last said that it runs."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    class Meta:
        db_table = "simcap_heartbeat"
