"""Undo of uploads, proposals, changes of the source, and what was read last."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guidance", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CatalogDownload",
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
                ("downloaded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CatalogState",
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
                ("locale", models.CharField(blank=True, max_length=16, unique=True)),
                ("state", models.CharField(blank=True, max_length=200)),
                ("imported_sha256", models.CharField(blank=True, max_length=64)),
                ("imported_counts", models.JSONField(default=dict)),
                ("exported_sha256", models.CharField(blank=True, max_length=64)),
                ("exported_counts", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="SourceChange",
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
                ("created_at", models.DateTimeField()),
                ("is_minor", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TranslationProposal",
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
                ("fuzzy", models.BooleanField(default=False)),
                ("comment", models.TextField(blank=True)),
                ("stored_msgstr", models.TextField()),
                ("created_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for a decision"),
                            ("taken", "taken"),
                            ("kept", "the stored text was kept"),
                        ],
                        default="open",
                        max_length=16,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="catalogupload",
            name="undone_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="catalogupload",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="translationchange",
            name="old_comment",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="translationchange",
            name="old_origin",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name="translationchange",
            name="old_previous_msgctxt",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="translationchange",
            name="old_previous_msgid",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="translation",
            name="origin",
            field=models.CharField(
                choices=[
                    ("upload", "PO file"),
                    ("editor", "editor"),
                    ("carried", "carried over from an older text"),
                    ("memory", "the same text elsewhere"),
                    ("undo", "an upload that was undone"),
                ],
                default="upload",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="translationchange",
            name="origin",
            field=models.CharField(
                choices=[
                    ("upload", "PO file"),
                    ("editor", "editor"),
                    ("carried", "carried over from an older text"),
                    ("memory", "the same text elsewhere"),
                    ("undo", "an upload that was undone"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="translation",
            index=models.Index(
                condition=models.Q(("origin", "editor")),
                fields=["origin"],
                name="guidance_by_editor",
            ),
        ),
        migrations.AddField(
            model_name="catalogdownload",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sourcechange",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="source_changes",
                to="guidance.message",
            ),
        ),
        migrations.AddField(
            model_name="sourcechange",
            name="previous",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="later_changes",
                to="guidance.message",
            ),
        ),
        migrations.AddField(
            model_name="sourcechange",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="translationproposal",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="translationproposal",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="proposals",
                to="guidance.message",
            ),
        ),
        migrations.AddField(
            model_name="translationproposal",
            name="upload",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="proposals",
                to="guidance.catalogupload",
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogdownload",
            constraint=models.UniqueConstraint(
                fields=("user", "locale"), name="guidance_last_download"
            ),
        ),
        migrations.AddIndex(
            model_name="translationproposal",
            index=models.Index(
                fields=["locale", "state"], name="guidance_proposal_state"
            ),
        ),
    ]
