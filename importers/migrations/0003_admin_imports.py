import django.db.models.deletion
from django.db import migrations, models


def tell_states(apps, schema_editor):
    """Say of each earlier run how it ended; one that never finished was interrupted."""
    runs = apps.get_model("importers", "ImportRun").objects
    runs.filter(finished_at__isnull=False).update(state="done")
    runs.filter(finished_at__isnull=True).update(state="failed")


class Migration(migrations.Migration):
    dependencies = [
        ("importers", "0002_proposals"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="importrun",
            options={
                "ordering": ["-started_at", "-pk"],
                "permissions": [("import_guidance", "Can import guidance")],
                "verbose_name": "import run",
                "verbose_name_plural": "import runs",
            },
        ),
        migrations.AddField(
            model_name="importrun",
            name="cancel_asked",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="importrun",
            name="done",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="importrun",
            name="heartbeat",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="importrun",
            name="plan_digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="importrun",
            name="problem",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="importrun",
            name="queued_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("planning", "Being planned"),
                    ("planned", "To be confirmed"),
                    ("waiting", "Waiting"),
                    ("running", "Running"),
                    ("done", "Done"),
                    ("failed", "Failed"),
                    ("canceled", "Canceled"),
                ],
                default="running",
                max_length=16,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="total",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="importrun",
            name="upload",
            field=models.CharField(blank=True, max_length=36),
        ),
        migrations.CreateModel(
            name="PlannedDocument",
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
                ("number", models.PositiveIntegerField()),
                ("path", models.CharField(max_length=1000)),
                ("action", models.CharField(max_length=16)),
                ("question", models.PositiveSmallIntegerField(null=True)),
                ("choice", models.PositiveSmallIntegerField(null=True)),
                ("findings", models.JSONField(default=list)),
                ("changes", models.JSONField(default=list)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan",
                        to="importers.importrun",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "number"), name="importers_planned_once"
                    )
                ],
            },
        ),
        migrations.RunPython(tell_states, migrations.RunPython.noop),
    ]
