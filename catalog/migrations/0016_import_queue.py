import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0015_stopped_imports")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="queued_at",
            field=models.DateTimeField(
                auto_now_add=True,
                default=django.utils.timezone.now,
                help_text="when it was last handed to the worker",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="importrun",
            name="status",
            field=models.CharField(
                choices=[
                    ("reading", "being read"),
                    ("previewed", "tried out, nothing written"),
                    ("waiting", "waiting"),
                    ("running", "being written"),
                    ("stopped", "stopped half-way"),
                    ("done", "done"),
                    ("failed", "failed, nothing written"),
                    ("cancelled", "cancelled, nothing written"),
                    ("undoing", "being taken back"),
                    ("undone", "undone"),
                ],
                max_length=20,
                verbose_name="state",
            ),
        ),
    ]
