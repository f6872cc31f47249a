"""The catalog in the database: messages, where they stand, what they say elsewhere."""

from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """A distinct (msgctxt, msgid); found by the digest, never by comparing texts.

    Databases fold letters in ways of their own (``iexact`` of Turkish İ/ı differs
    between SQLite and PostgreSQL), a SHA-256 digest does not.
    """

    msgctxt = models.CharField(max_length=32, blank=True)
    msgid = models.TextField()
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.msgid[:80]


class MessageUse(models.Model):
    """One place (owner and leaf) where a message stands in the live source."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="uses")
    # "q10" or "q10.c2": numbers never change, row ids do when somebody restores a dump.
    owner = models.CharField(max_length=16)
    leaf = models.CharField(max_length=255)
    # Its place in the document, and in the whole catalog.
    order = models.PositiveIntegerField()
    position = models.PositiveIntegerField(db_index=True)
    # When this place got this text: the newest one dates the catalog.
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "leaf"], name="guidance_use_once_per_leaf"
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.leaf}"


class TranslationState(models.TextChoices):
    """What gettext knows of a translation; *untranslated* is the absence of a row."""

    TRANSLATED = "translated", _("translated")
    FUZZY = "fuzzy", _("needs a look")


class TranslationOrigin(models.TextChoices):
    """Where a translation came from."""

    UPLOAD = "upload", _("PO file")
    EDITOR = "editor", _("editor")
    CARRIED = "carried", _("carried over from an older text")
    MEMORY = "memory", _("the same text elsewhere")
    UNDO = "undo", _("an upload that was undone")


class CatalogUpload(models.Model):
    """One import of a PO file, with its report."""

    locale = models.CharField(max_length=16)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    # The command that took it in; empty for one that came by the admin.
    command = models.CharField(max_length=32, blank=True)
    # What the PO header says and the next export gives back.
    header = models.JSONField(default=list)
    header_comment = models.TextField(blank=True)
    report = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.locale})"

    @property
    def file_name(self) -> str:
        """The name without the folders of whoever's machine it was on."""
        return PurePath(self.name.replace("\\", "/")).name


class Translation(models.Model):
    """What a message says in a locale, now."""

    # The unique constraint below is an index of it already, and every index costs each
    # row of an upload.
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="translations", db_index=False
    )
    locale = models.CharField(max_length=16)
    msgstr = models.TextField()
    state = models.CharField(
        max_length=16,
        choices=TranslationState.choices,
        default=TranslationState.TRANSLATED,
    )
    previous_msgctxt = models.CharField(max_length=32, blank=True)
    previous_msgid = models.TextField(blank=True)
    comment = models.TextField(blank=True)
    origin = models.CharField(
        max_length=16,
        choices=TranslationOrigin.choices,
        default=TranslationOrigin.UPLOAD,
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "locale"], name="guidance_translation_once"
            )
        ]
        indexes = [
            # Few of many, and asked for before each import and publication.
            models.Index(
                fields=["origin"],
                condition=models.Q(origin="editor"),
                name="guidance_by_editor",
            )
        ]

    def __str__(self) -> str:
        return f"{self.locale}: {self.msgstr[:80]}"


class TranslationChange(models.Model):
    """Append-only history: what a translation said before and after a change."""

    # ``guidance_change_of`` is an index of it already.
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    locale = models.CharField(max_length=16)
    # Empty text means: there was no translation.
    old_msgstr = models.TextField(blank=True)
    old_state = models.CharField(max_length=16, blank=True)
    # With the text and the state, all that an undo has to bring back.
    old_previous_msgctxt = models.CharField(max_length=32, blank=True)
    old_previous_msgid = models.TextField(blank=True)
    old_comment = models.TextField(blank=True)
    old_origin = models.CharField(max_length=16, blank=True)
    new_msgstr = models.TextField(blank=True)
    new_state = models.CharField(max_length=16, blank=True)
    origin = models.CharField(max_length=16, choices=TranslationOrigin.choices)
    upload = models.ForeignKey(
        CatalogUpload,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="changes",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["message", "locale"], name="guidance_change_of"),
            # As few, and asked for with each batch of pages.
            models.Index(
                fields=["origin"],
                condition=models.Q(origin="editor"),
                name="guidance_change_by_editor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.locale} {self.old_state or '-'} → {self.new_state or '-'}"


class ProposalState(models.TextChoices):
    """What somebody decided about a proposal."""

    OPEN = "open", _("waits for a decision")
    TAKEN = "taken", _("taken")
    KEPT = "kept", _("the stored text was kept")


class TranslationProposal(models.Model):
    """A translation that was uploaded while the stored one had changed as well."""

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="proposals"
    )
    locale = models.CharField(max_length=16)
    msgstr = models.TextField()
    fuzzy = models.BooleanField(default=False)
    comment = models.TextField(blank=True)
    # What was stored when the two met.
    stored_msgstr = models.TextField()
    upload = models.ForeignKey(
        CatalogUpload,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
    )
    created_at = models.DateTimeField()
    state = models.CharField(
        max_length=16, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["locale", "state"], name="guidance_proposal_state")
        ]

    def __str__(self) -> str:
        return f"{self.locale}: {self.msgstr[:80]}"


class SourceChange(models.Model):
    """One text of the source that took the place of another.

    ``is_minor`` is an editor's word that the meaning stayed: translations stay valid.
    """

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="source_changes"
    )
    previous = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="later_changes"
    )
    created_at = models.DateTimeField()
    is_minor = models.BooleanField(default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.previous} → {self.message}"


class CatalogState(models.Model):
    """What was read last, so that the same again costs no more than its hash.

    One row per language, and one for the source (``locale`` empty).
    """

    locale = models.CharField(max_length=16, unique=True, blank=True)
    # What source and translations are, when one of the files says all that is stored.
    state = models.CharField(max_length=200, blank=True)
    imported_sha256 = models.CharField(max_length=64, blank=True)
    imported_counts = models.JSONField(default=dict)
    exported_sha256 = models.CharField(max_length=64, blank=True)
    exported_counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.locale or 'source'} {self.state}"


class CatalogDownload(models.Model):
    """When a person last fetched a catalog: "what changed since my last download"."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    locale = models.CharField(max_length=16)
    downloaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "locale"], name="guidance_last_download"
            )
        ]

    def __str__(self) -> str:
        return f"{self.locale} {self.downloaded_at:%Y-%m-%d}"
