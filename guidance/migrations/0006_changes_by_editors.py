"""What editors wrote is found without going over the whole history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guidance", "0005_upload_command")]

    operations = [
        migrations.AddIndex(
            model_name="translationchange",
            index=models.Index(
                fields=["origin"],
                condition=models.Q(origin="editor"),
                name="guidance_change_by_editor",
            ),
        ),
    ]
