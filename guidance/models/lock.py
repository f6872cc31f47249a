"""The row behind ``guidance.publication.lock``."""

from django.db import models


class PublicationLock(models.Model):
    """Who is writing content now; no token means nobody."""

    name = models.CharField(max_length=32, primary_key=True)
    token = models.UUIDField(null=True)
    holder = models.CharField(max_length=100, blank=True)
    host = models.CharField(max_length=100, blank=True)
    pid = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField()
    heartbeat = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.holder or '-'}"
