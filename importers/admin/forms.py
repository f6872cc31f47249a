"""The form that an import begins with."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from importers.admin.upload_limit import MOST_BYTES, MOST_FILES
from importers.admin.uploads import is_zip
from importers.archive_names import PICTURES
from importers.file_names import ENDINGS
from importers.markdown.decode import ENCODINGS
from importers.models import ImportRun

_MEGABYTE = 1024 * 1024


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Takes one file or several; its value is the list of them."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) and data else [data or None]
        return [super(SeveralFilesField, self).clean(each, initial) for each in given]


class UploadForm(forms.Form):
    """Files, and what to do with them."""

    documents = SeveralFilesField(
        label=_("Files"),
        allow_empty_file=True,
        max_length=None,
        help_text=_(
            "A zip of the folder with its pictures, or several documents (.md, "
            ".markdown, .txt) and pictures. Nothing is written before you have seen "
            "and confirmed the plan."
        ),
        widget=SeveralFiles(attrs={"accept": ",".join((".zip", *ENDINGS, *PICTURES))}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=64,
        initial="default",
        help_text=_(
            "The name of this set of documents. Upload the same folder under the same "
            "name next time."
        ),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of files that are not UTF-8"),
        choices=[(name, name.upper()) for name in ("utf-8", *ENCODINGS)],
        initial="utf-8",
    )
    draft = forms.BooleanField(
        label=_("Write drafts only"),
        required=False,
        help_text=_("Nothing is published; editors publish the pages themselves."),
    )
    restore = forms.BooleanField(
        label=_("Make deleted pages again"),
        required=False,
        help_text=_("Also pages and questions that somebody deleted in the admin."),
    )
    take_over = forms.BooleanField(
        label=_("Take over documents of other sources"),
        required=False,
        help_text=_(
            "Otherwise a document that was imported under another source is rejected."
        ),
    )
    retire = forms.BooleanField(
        label=_("Unpublish what is gone from the folder"),
        required=False,
        help_text=_(
            "Only with a zip of the whole folder. The plan lists the pages, and you "
            "confirm them apart. Nothing is deleted."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].widget.attrs["list"] = "import-sources"

    def known_sources(self) -> list[str]:
        """Return the names that earlier imports had."""
        names = ImportRun.objects.order_by("source").values_list("source", flat=True)
        return list(names.distinct())

    def clean_documents(self) -> list[UploadedFile[bytes]]:
        files: list[UploadedFile[bytes]] = self.cleaned_data["documents"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("More than %(limit)s files. Pack them into a zip."),
                params={"limit": MOST_FILES},
            )
        return files

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        files = cleaned.get("documents")
        if files and cleaned.get("retire") and not is_zip(files):
            self.add_error(
                "retire",
                _("Only a zip of the whole folder can tell which documents are gone."),
            )
        return cleaned

    def refuse_length(self) -> None:
        """Say that the request was too long, in place of what the empty field says."""
        self.errors["documents"] = self.error_class(
            [
                _("The files have more than %(limit)s MB together. Upload fewer.")
                % {"limit": MOST_BYTES // _MEGABYTE}
            ]
        )
