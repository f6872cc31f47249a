"""Publishing rules, the status of translations, and what translations wrote on pages."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guidance", "0002_uploads_and_source_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LocalePolicy",
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
                    "locale",
                    models.CharField(
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="language",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("manual", "only when somebody says so"),
                            ("automatic", "as soon as enough is translated"),
                        ],
                        default="manual",
                        max_length=16,
                        verbose_name="pages are published",
                    ),
                ),
                (
                    "threshold",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="A page is made when at least so many per cent of its texts and its heading are translated. Empty: as the site's setting says.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="from how many per cent",
                    ),
                ),
            ],
            options={
                "verbose_name": "publishing rule",
                "verbose_name_plural": "publishing rules",
                "ordering": ["locale"],
                "default_permissions": ("change",),
            },
        ),
        migrations.AddField(
            model_name="guidancepage",
            name="filled",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="guidancepage",
            name="is_adapted",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="guidancepage",
            name="withdrawn_revision",
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name="StagedUpload",
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
                ("data", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="TranslationStatus",
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
                ("locale", models.CharField(max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("missing", "missing"),
                            ("draft", "draft"),
                            ("stale", "stale"),
                            ("partial", "partial"),
                            ("published", "published"),
                        ],
                        max_length=16,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("translated", models.PositiveIntegerField(default=0)),
                ("fuzzy", models.PositiveIntegerField(default=0)),
                ("has_heading", models.BooleanField(default=False)),
                ("shown_untranslated", models.PositiveIntegerField(default=0)),
                ("stale_since", models.DateTimeField(null=True)),
                ("is_adapted", models.BooleanField(default=False)),
                (
                    "choice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="guidance.choice",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="guidance.guidancepage",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="guidance.question",
                    ),
                ),
            ],
            options={
                "ordering": [
                    "question__number",
                    models.OrderBy(models.F("choice__number"), nulls_first=True),
                ],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "locale"), name="guidance_status_once"
                    )
                ],
            },
        ),
    ]
