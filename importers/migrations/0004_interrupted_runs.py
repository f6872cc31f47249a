from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("importers", "0003_admin_imports"),
    ]

    operations = [
        # Who is asked to stop is told by a file now: importers.admin.uploads.
        migrations.RemoveField(model_name="importrun", name="cancel_asked"),
        migrations.AlterField(
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
                    ("interrupted", "Interrupted"),
                ],
                default="running",
                max_length=16,
                verbose_name="state",
            ),
        ),
    ]
