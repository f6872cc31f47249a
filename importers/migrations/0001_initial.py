import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
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
                ("source", models.CharField(max_length=64, verbose_name="source")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                (
                    "finished_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="finished"
                    ),
                ),
                ("options", models.JSONField(default=dict)),
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
                "verbose_name": "import run",
                "verbose_name_plural": "import runs",
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SourceDocument",
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
                ("question", models.PositiveSmallIntegerField()),
                ("choice", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=1000)),
                ("fingerprint", models.CharField(max_length=64)),
                ("references", models.JSONField(default=dict)),
                ("original", models.BinaryField()),
                ("title", models.TextField()),
                ("stream", models.JSONField(default=list)),
                ("retired", models.BooleanField(default=False)),
                ("findings", models.JSONField(default=list)),
                ("imported_at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="documents",
                        to="importers.importrun",
                    ),
                ),
            ],
            options={
                "ordering": ["question", "choice"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "choice"), name="importers_document_once"
                    )
                ],
            },
        ),
    ]
