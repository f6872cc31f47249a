"""What the importer remembers: its runs, what each document said last, its proposals."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a run stands; those of a command are never planned, waiting or canceled."""

    PLANNING = "planning", _("Being planned")
    PLANNED = "planned", _("To be confirmed")
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELED = "canceled", _("Canceled")
    INTERRUPTED = "interrupted", _("Interrupted")


class ImportRun(models.Model):
    """One import, with its report."""

    source = models.CharField(_("source"), max_length=64)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    options = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=16, choices=State.choices, default=State.RUNNING
    )
    # What is done of what there is to do, and the last sign of life of who does it.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    heartbeat = models.DateTimeField(null=True, blank=True)
    # Since when it waits for a worker.
    queued_at = models.DateTimeField(null=True, blank=True)
    # One line for people: {"message": a gettext msgid, "values": {…}}.
    problem = models.JSONField(default=dict, blank=True)
    # Name of the private folder of an upload, as long as it is kept.
    upload = models.CharField(max_length=36, blank=True)
    # Digest of the plan that was shown; nothing else is ever run.
    plan_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        permissions = [("import_guidance", "Can import guidance")]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"


class PlannedDocument(models.Model):
    """What a plan would do with one document; kept until the run is over."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="plan")
    number = models.PositiveIntegerField()
    path = models.CharField(max_length=1000)
    action = models.CharField(max_length=16)
    question = models.PositiveSmallIntegerField(null=True)
    choice = models.PositiveSmallIntegerField(null=True)
    findings = models.JSONField(default=list)
    # The page before and after, place by place: importers.admin.plan_rows.
    changes = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "number"], name="importers_planned_once"
            )
        ]

    def __str__(self) -> str:
        return self.path


class SourceDocument(models.Model):
    """The last imported state of one document: the base of the 3-way merge.

    ``question`` and ``choice`` are the identity (``choice`` 0 for a question file);
    the path is where the document was seen last, relative to its source's root.
    """

    question = models.PositiveSmallIntegerField()
    choice = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=64)
    path = models.CharField(max_length=1000)
    # Of bytes, importer version, settings and what the references lead to.
    fingerprint = models.CharField(max_length=64)
    # What it points at: {"pictures": [addresses], "links": [paths]}, as written.
    references = models.JSONField(default=dict)
    original = models.BinaryField()
    title = models.TextField()
    stream = models.JSONField(default=list)
    # {"title", "stream"}: the base of the next merge while proposals are open.
    disputed = models.JSONField(null=True)
    # An import unpublished its page because the document was gone.
    retired = models.BooleanField(default=False)
    # What the report said; an unchanged document keeps its findings.
    findings = models.JSONField(default=list)
    run = models.ForeignKey(
        ImportRun, null=True, on_delete=models.SET_NULL, related_name="documents"
    )
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["question", "choice"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "choice"], name="importers_document_once"
            )
        ]

    def __str__(self) -> str:
        return self.path


class Proposal(models.Model):
    """The source's side of a conflict: the editor's text stays until somebody decides.

    ``question`` and ``choice`` are those of the document; ``place`` is where in it, as
    the merge names it. An open one is replaced by what a newer file says.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        TAKEN = "taken", _("taken from the file")
        KEPT = "kept", _("the editor's text kept")
        # Both say the same now, or the file is back to what it was.
        WITHDRAWN = "withdrawn", _("no longer in conflict")

    question = models.PositiveSmallIntegerField()
    choice = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=255)
    base_text = models.TextField(blank=True)
    editor_text = models.TextField(blank=True)
    source_text = models.TextField(blank=True)
    run = models.ForeignKey(
        ImportRun, null=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    made_at = models.DateTimeField()
    status = models.CharField(
        max_length=16, choices=Status.choices, default=Status.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["question", "choice", "pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "choice", "place"],
                condition=models.Q(status="open"),
                name="importers_proposal_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}.{self.choice} {self.place}"
