from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the rows: PostgreSQL changes no table in the transaction that has just filled another one from it."""

    dependencies = [
        ("catalog", "0012_place"),
    ]

    operations = [
        migrations.RemoveField("servicepoint", "old_places"),
    ]
