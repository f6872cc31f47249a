"""Texts of languages that the setting no longer names."""

from django.db import models


class ParkedText(models.Model):
    """One text of a language column, kept while its language is not configured.

    On SQLite any later change of the table rebuilds it from the fields that Django
    knows, and a column that no setting names would vanish with its texts.
    """

    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63)
    row = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "column", "row"], name="guidance_parked_text_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.column} #{self.row}"
