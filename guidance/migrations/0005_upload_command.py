"""An upload by a command says which one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guidance", "0004_message_positions")]

    operations = [
        migrations.AddField(
            model_name="catalogupload",
            name="command",
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
