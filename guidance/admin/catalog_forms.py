"""What translators choose: which part of a catalog, and a file."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidance.models import Question
from guidance.translation.catalog_part import (
    CatalogPart,
)

_MOST_BYTES = 64 * 1024 * 1024


class DownloadForm(forms.Form):
    """Which part of the catalog."""

    WHOLE, STALE, SINCE, QUESTION = "whole", "stale", "since", "question"

    part = forms.ChoiceField(
        label=_("Which texts"),
        choices=[
            (WHOLE, _("All texts")),
            (STALE, _("Only texts whose source has changed")),
            (SINCE, _("Only what changed since my last download")),
            (QUESTION, _("Only one question")),
        ],
        initial=WHOLE,
        widget=forms.RadioSelect,
    )
    question = forms.ModelChoiceField(
        label=_("Question"), queryset=Question.objects.all(), required=False
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("part") == self.QUESTION and not data.get("question"):
            self.add_error("question", gettext("Choose a question."))
        return data

    def catalog_part(self, last: datetime | None) -> CatalogPart | None:
        """Return the part; None for all of it, also for the first download."""
        data = self.cleaned_data
        if data["part"] == self.STALE:
            return CatalogPart(is_stale=True)
        if data["part"] == self.SINCE and last is not None:
            return CatalogPart(since=last)
        if data["part"] == self.QUESTION:
            return CatalogPart(questions=frozenset([data["question"].number]))
        return None


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("PO file"), widget=forms.FileInput(attrs={"accept": ".po"})
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > _MOST_BYTES:
            raise forms.ValidationError(gettext("The file is too large."))
        return file
