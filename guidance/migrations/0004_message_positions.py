"""The last place in the catalog is found without looking at all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guidance", "0003_publishing")]

    operations = [
        migrations.AlterField(
            model_name="messageuse",
            name="position",
            field=models.PositiveIntegerField(db_index=True),
        ),
    ]
