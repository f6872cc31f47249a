"""Guidance as Wagtail pages: one tree per locale, one page per choice and locale."""

import json
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision
from wagtail.search import index

from guidance.block_names import INLINE_FEATURES
from guidance.blocks import GuidanceStreamBlock
from guidance.conf import guidance_settings
from guidance.models.questionnaire import Choice, LocalizedText
from guidance.segments.adopt import adopt_ids
from guidance.segments.digest import content_digest
from guidance.segments.filled import filled_from_json, still_untranslated
from guidance.segments.leaf import Leaf, LeafKind, plain_leaf
from guidance.segments.page import page_leaves
from guidance.segments.richtext import RichTextError
from guidance.segments.stream import Stream
from guidance.text.slug import page_slug

# uuid5(_PAGES, "10.2") is the translation_key of guidance 10.2 on every site.
_PAGES = uuid.UUID("0d1f6c1e-2c3b-5f57-9f0e-6f5d0c7a1b42")
TITLE_LENGTH = 255

_NO_COPIES = _(
    "Guidance is not copied: a choice has one page in each language. Translations "
    "come from PO files."
)


def translation_key(question: int, choice: int) -> uuid.UUID:
    """Return the ``translation_key`` that all pages of a choice share."""
    return uuid.uuid5(_PAGES, f"{question}.{choice}")


def page_title(text: str) -> str:
    """Return ``text`` in at most 255 characters, the limit of a Wagtail title."""
    return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1] + "…"


class GuidanceIndexPage(Page):
    """The root of a language's tree; visitors see all questions here."""

    introduction = RichTextField(
        _("introduction"), blank=True, features=list(INLINE_FEATURES)
    )

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("introduction"),
    ]
    subpage_types: ClassVar[list[str]] = ["guidance.GuidancePage"]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "guidance/index_page.html"
    admin_default_ordering = "ord"  # as imported: by question and choice

    class Meta:
        verbose_name = _("guidance index")

    def copy(self, *_args: Any, **_kwargs: Any) -> Page:
        raise ValidationError(_NO_COPIES)

    def create_alias(self, *_args: Any, **_kwargs: Any) -> Page:
        raise ValidationError(_NO_COPIES)


class GuidancePage(Page):
    """The guidance for one choice, in one language."""

    choice = models.ForeignKey(
        Choice,
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("choice"),
    )
    heading = models.CharField(
        _("heading"),
        max_length=1000,
        blank=True,
        help_text=_("Left empty, the text of the choice is the heading."),
    )
    body = StreamField(
        GuidanceStreamBlock(), blank=True, verbose_name=_("body"), use_json_field=True
    )

    # Written by publication, kept in revisions, so that showing a page needs no look-up.
    untranslated_leaves = models.JSONField(default=list, blank=True, editable=False)
    # What this page's own translatable content is; see segments.digest.
    content_digest = models.CharField(max_length=64, blank=True, editable=False)
    # The content_digest of the source page that this translation was made from.
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    # The content_digest as publication wrote it: another value means a human's edit.
    filled_digest = models.CharField(max_length=64, blank=True, editable=False)
    # What translations wrote here, leaf by leaf; see translation.filled.
    filled = models.JSONField(default=dict, blank=True, editable=False)
    # An editor changed more than texts: nothing writes over this page.
    is_adapted = models.BooleanField(default=False, editable=False)
    # The revision that was live when the source went off the site; only on the row,
    # so that any publication ends it.
    withdrawn_revision = models.BigIntegerField(null=True, blank=True, editable=False)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("choice"),
        FieldPanel("heading"),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            heading=_("For search engines"),
        ),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.SearchField("heading"),
        index.SearchField("body"),
        index.FilterField("choice_id"),
    ]
    subpage_types: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["guidance.GuidanceIndexPage"]
    template = "guidance/guidance_page.html"

    class Meta:
        verbose_name = _("guidance")
        verbose_name_plural = _("guidance")

    slug: str
    # The leaves as ``set_identity`` saw them last: whoever stores the page need not read
    # its texts again to know what they are.
    identified_leaves: tuple[Leaf, ...] | None = None

    # ---- what it says

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    def stream(self) -> Stream:
        """Return the body as raw JSON-like data."""
        return list(self.body.get_prep_value())

    def shown_heading(self) -> LocalizedText:
        """Return the heading that visitors see and the language it is really in."""
        if self.heading:
            return LocalizedText(self.heading, self.language)
        best: LocalizedText = self.choice.best_text(self.language)
        return best

    def leaves(self, known: tuple[Leaf, ...] | None = None) -> tuple[Leaf, ...]:
        """Return every translatable place of the page, in reading order.

        ``known`` are those of the body, where somebody has read it already.
        """
        return page_leaves(
            self.stream(),
            self.heading,
            self.seo_title,
            self.search_description,
            known=known,
        )

    # ---- what it is, set in every path that writes it

    def set_identity(self, known: tuple[Leaf, ...] | None = None) -> None:
        """Set what follows from choice, heading and body: key, title, slug, digest.

        ``known`` are the leaves of the body, where somebody has read it already.
        """
        question, choice = self.choice.question.number, self.choice.number
        self.translation_key = translation_key(question, choice)
        heading = self.shown_heading().text
        self.title = page_title(heading or f"{question}.{choice}")
        if not self.slug:
            self.slug = page_slug(question, choice, heading)
        leaves = self.identified_leaves = self.leaves(known)
        self.content_digest = self.digest_of(leaves)
        if self.untranslated_leaves and self.filled:
            self.untranslated_leaves = still_untranslated(
                self.untranslated_leaves, leaves, filled_from_json(self.filled)
            )

    def digest_of(self, leaves: Iterable[Leaf]) -> str:
        """Return the digest of what a translation of this page is made from."""
        return content_digest((*self._borrowed_heading(), *leaves))

    def _borrowed_heading(self) -> tuple[Leaf, ...]:
        """Return the text of the choice where the source page shows it as its heading.

        A translation is made from that text too. What a translated page borrows is no
        content of its own, so that a new text there is no edit by a human.
        """
        source = guidance_settings().source
        text = self.choice.text_in(source)
        if self.heading or not text or self.language != source:
            return ()
        return (plain_leaf("choice", LeafKind.CHOICE, text),)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        if self.choice_id is not None:
            self.set_identity()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.choice_id is None:
            return
        others = GuidancePage.objects.filter(
            choice_id=self.choice_id, locale_id=self.locale_id
        ).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError(
                {"choice": _("This choice has guidance in this language already.")}
            )
        if (
            self.pk
            and not GuidancePage.objects.filter(
                pk=self.pk, choice_id=self.choice_id
            ).exists()
        ):
            raise ValidationError(
                {"choice": _("The choice of a page is set once and stays.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_identity()
        super().save(*args, **kwargs)

    def save_revision(
        self, *args: Any, repair_ids: bool = True, **kwargs: Any
    ) -> Revision:
        """Save what the page says now, its places under the ids that they had before.

        An editor's form loses, doubles and swaps ids, and an open form sends old ones
        again. Who writes ids that are right already says ``repair_ids=False``.
        """
        if repair_ids:
            self._repair_ids()
        return super().save_revision(*args, **kwargs)

    def _repair_ids(self) -> None:
        new = self.stream()
        try:
            repaired = adopt_ids(self._latest_stream(), new)
        except RichTextError:
            # Written past the importer and the editor: there is nothing to go by.
            return
        if repaired != new:
            self.body = GuidancePage.body.field.to_python(repaired)

    def _latest_stream(self) -> Stream:
        """Return the body of the newest revision, else of the stored page."""
        if self.latest_revision_id is not None:
            stream: Stream = json.loads(self.latest_revision.content["body"])
            return stream
        stored = GuidancePage.objects.filter(pk=self.pk).first()
        return stored.stream() if stored is not None else []

    def copy(self, *_args: Any, **_kwargs: Any) -> Page:
        raise ValidationError(_NO_COPIES)

    def create_alias(self, *_args: Any, **_kwargs: Any) -> Page:
        raise ValidationError(_NO_COPIES)
