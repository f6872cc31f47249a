"""The first tables.

The text columns follow the LANGUAGES setting: docs/decisions/0002-language-columns.md.
"""

import django.core.validators
import django.db.models.deletion
import modelsearch.index
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from guidance import language_columns


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Choice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9999),
                        ],
                        verbose_name="number",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text")),
                *language_columns.migration_fields(),
            ],
            options={
                "verbose_name": "choice",
                "verbose_name_plural": "choices",
                "ordering": ["question__number", "number"],
            },
            bases=(models.Model, modelsearch.index.Indexed),
        ),
        migrations.CreateModel(
            name="GuidanceIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "introduction",
                    wagtail.fields.RichTextField(
                        blank=True, verbose_name="introduction"
                    ),
                ),
            ],
            options={
                "verbose_name": "guidance index",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("msgctxt", models.CharField(blank=True, max_length=32)),
                ("msgid", models.TextField()),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="PublicationLock",
            fields=[
                (
                    "name",
                    models.CharField(max_length=32, primary_key=True, serialize=False),
                ),
                ("token", models.UUIDField(null=True)),
                ("holder", models.CharField(blank=True, max_length=100)),
                ("host", models.CharField(blank=True, max_length=100)),
                ("pid", models.PositiveIntegerField(default=0)),
                ("taken_at", models.DateTimeField()),
                ("heartbeat", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        unique=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9999),
                        ],
                        verbose_name="number",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text")),
                *language_columns.migration_fields(),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["number"],
            },
            bases=(models.Model, modelsearch.index.Indexed),
        ),
        migrations.CreateModel(
            name="CatalogUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("locale", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("header", models.JSONField(default=list)),
                ("header_comment", models.TextField(blank=True)),
                ("report", models.JSONField(default=dict)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="GuidancePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, the text of the choice is the heading.",
                        max_length=1000,
                        verbose_name="heading",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("heading", 3),
                            ("list", 10),
                            ("image", 19),
                            ("quote", 20),
                            ("table", 28),
                            ("embed", 31),
                            ("callout", 33),
                            ("code", 36),
                            ("raw_html", 37),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "guidance.blocks.ProseBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "superscript",
                                        "subscript",
                                        "strikethrough",
                                        "code",
                                        "link",
                                        "document-link",
                                        "ol",
                                        "ul",
                                        "hr",
                                    ],
                                    "label": "Text",
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("2", "H2"), ("3", "H3"), ("4", "H4")],
                                    "label": "Level",
                                },
                            ),
                            2: (
                                "guidance.blocks.LineBlock",
                                (),
                                {
                                    "features": [
                                        "italic",
                                        "superscript",
                                        "subscript",
                                        "strikethrough",
                                        "code",
                                        "link",
                                        "document-link",
                                    ],
                                    "label": "Text",
                                },
                            ),
                            3: (
                                "wagtail.blocks.StructBlock",
                                [[("level", 1), ("text", 2)]],
                                {},
                            ),
                            4: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "default": 1,
                                    "label": "First number",
                                    "required": True,
                                },
                            ),
                            5: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "default": 1,
                                    "label": "Level",
                                    "max_value": 6,
                                    "min_value": 1,
                                    "required": True,
                                },
                            ),
                            6: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "default": False,
                                    "label": "Numbered",
                                    "required": False,
                                },
                            ),
                            7: (
                                "guidance.blocks.ProseBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "superscript",
                                        "subscript",
                                        "strikethrough",
                                        "code",
                                        "link",
                                        "document-link",
                                    ],
                                    "label": "Text",
                                },
                            ),
                            8: (
                                "wagtail.blocks.StructBlock",
                                [[("level", 5), ("ordered", 6), ("text", 7)]],
                                {},
                            ),
                            9: ("wagtail.blocks.ListBlock", (8,), {"label": "Items"}),
                            10: (
                                "wagtail.blocks.StructBlock",
                                [[("start", 4), ("items", 9)]],
                                {},
                            ),
                            11: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"label": "Image", "required": False},
                            ),
                            12: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "default": False,
                                    "label": "Image is decorative",
                                    "required": False,
                                },
                            ),
                            13: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Alternative text", "required": False},
                            ),
                            14: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 11), ("decorative", 12), ("alt_text", 13)]],
                                {},
                            ),
                            15: (
                                "guidance.blocks.LineBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "superscript",
                                        "subscript",
                                        "strikethrough",
                                        "code",
                                        "link",
                                        "document-link",
                                    ],
                                    "label": "Caption",
                                    "required": False,
                                },
                            ),
                            16: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "label": "Width in CSS pixels",
                                    "min_value": 1,
                                    "required": False,
                                },
                            ),
                            17: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "label": "Height in CSS pixels",
                                    "min_value": 1,
                                    "required": False,
                                },
                            ),
                            18: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Set by the import; an import that finds the file fills it in.",
                                    "label": "Path in the source document",
                                    "required": False,
                                },
                            ),
                            19: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 14),
                                        ("caption", 15),
                                        ("width", 16),
                                        ("height", 17),
                                        ("source", 18),
                                    ]
                                ],
                                {},
                            ),
                            20: (
                                "guidance.blocks.ProseBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "superscript",
                                        "subscript",
                                        "strikethrough",
                                        "code",
                                        "link",
                                        "document-link",
                                        "ol",
                                        "ul",
                                        "hr",
                                    ],
                                    "icon": "openquote",
                                    "label": "Quote",
                                },
                            ),
                            21: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "default": True,
                                    "label": "First row is the header",
                                    "required": False,
                                },
                            ),
                            22: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("left", "left"),
                                        ("center", "center"),
                                        ("right", "right"),
                                    ],
                                    "required": False,
                                },
                            ),
                            23: (
                                "wagtail.blocks.ListBlock",
                                (22,),
                                {"label": "Alignment of the columns"},
                            ),
                            24: (
                                "guidance.blocks.ProseBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "superscript",
                                        "subscript",
                                        "strikethrough",
                                        "code",
                                        "link",
                                        "document-link",
                                    ],
                                    "required": False,
                                },
                            ),
                            25: ("wagtail.blocks.ListBlock", (24,), {"label": "Cells"}),
                            26: ("wagtail.blocks.StructBlock", [[("cells", 25)]], {}),
                            27: ("wagtail.blocks.ListBlock", (26,), {"label": "Rows"}),
                            28: (
                                "wagtail.blocks.StructBlock",
                                [[("header", 21), ("columns", 23), ("rows", 27)]],
                                {},
                            ),
                            29: ("wagtail.blocks.URLBlock", (), {"label": "Address"}),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Title", "required": False},
                            ),
                            31: (
                                "wagtail.blocks.StructBlock",
                                [[("url", 29), ("title", 30)]],
                                {},
                            ),
                            32: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("note", "Note"),
                                        ("tip", "Tip"),
                                        ("important", "Important"),
                                        ("warning", "Warning"),
                                        ("caution", "Caution"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            33: (
                                "wagtail.blocks.StructBlock",
                                [[("kind", 32), ("title", 30), ("text", 0)]],
                                {},
                            ),
                            34: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Language", "required": False},
                            ),
                            35: ("wagtail.blocks.TextBlock", (), {"label": "Code"}),
                            36: (
                                "wagtail.blocks.StructBlock",
                                [[("language", 34), ("code", 35)]],
                                {},
                            ),
                            37: ("guidance.blocks.HtmlBlock", (), {}),
                        },
                        verbose_name="body",
                    ),
                ),
                (
                    "untranslated_leaves",
                    models.JSONField(blank=True, default=list, editable=False),
                ),
                (
                    "content_digest",
                    models.CharField(blank=True, editable=False, max_length=64),
                ),
                (
                    "source_digest",
                    models.CharField(blank=True, editable=False, max_length=64),
                ),
                (
                    "filled_digest",
                    models.CharField(blank=True, editable=False, max_length=64),
                ),
                (
                    "choice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pages",
                        to="guidance.choice",
                        verbose_name="choice",
                    ),
                ),
            ],
            options={
                "verbose_name": "guidance",
                "verbose_name_plural": "guidance",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ParkedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("table", models.CharField(max_length=63)),
                ("column", models.CharField(max_length=63)),
                ("row", models.BigIntegerField()),
                ("text", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("table", "column", "row"),
                        name="guidance_parked_text_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="choice",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="choices",
                to="guidance.question",
                verbose_name="question",
            ),
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("locale", models.CharField(max_length=16)),
                ("msgstr", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("translated", "translated"),
                            ("fuzzy", "needs a look"),
                        ],
                        default="translated",
                        max_length=16,
                    ),
                ),
                ("previous_msgctxt", models.CharField(blank=True, max_length=32)),
                ("previous_msgid", models.TextField(blank=True)),
                ("comment", models.TextField(blank=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("upload", "PO file"),
                            ("editor", "editor"),
                            ("carried", "carried over from an older text"),
                        ],
                        default="upload",
                        max_length=16,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="translations",
                        to="guidance.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TranslationChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("locale", models.CharField(max_length=16)),
                ("old_msgstr", models.TextField(blank=True)),
                ("old_state", models.CharField(blank=True, max_length=16)),
                ("new_msgstr", models.TextField(blank=True)),
                ("new_state", models.CharField(blank=True, max_length=16)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("upload", "PO file"),
                            ("editor", "editor"),
                            ("carried", "carried over from an older text"),
                        ],
                        max_length=16,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="guidance.message",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="changes",
                        to="guidance.catalogupload",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="MessageUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("owner", models.CharField(max_length=16)),
                ("leaf", models.CharField(max_length=255)),
                ("order", models.PositiveIntegerField()),
                ("position", models.PositiveIntegerField()),
                ("changed_at", models.DateTimeField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="guidance.message",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "leaf"), name="guidance_use_once_per_leaf"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.UniqueConstraint(
                fields=("question", "number"),
                name="guidance_choice_once_per_question",
                violation_error_message="This question has such a choice already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="translation",
            constraint=models.UniqueConstraint(
                fields=("message", "locale"), name="guidance_translation_once"
            ),
        ),
        migrations.AddIndex(
            model_name="translationchange",
            index=models.Index(fields=["message", "locale"], name="guidance_change_of"),
        ),
    ]
