"""One index on each message of a translation is enough; there were two."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guidance", "0006_changes_by_editors"),
    ]

    operations = [
        migrations.AlterField(
            model_name="translation",
            name="message",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="translations",
                to="guidance.message",
            ),
        ),
        migrations.AlterField(
            model_name="translationchange",
            name="message",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="guidance.message",
            ),
        ),
    ]
