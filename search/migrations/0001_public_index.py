from django.db import migrations, models

# The shape of the tokens belongs to the engine, which makes it anew at every rebuild.
from search.engines import fts5, tsvector


def add_tokens(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in tsvector.COLUMN if schema_editor.connection.vendor == "postgresql" else (fts5.TABLE,):
            cursor.execute(statement)


def drop_tokens(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_tokens")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="IndexEntry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=120)),
                ("titles", models.TextField()),
                ("marks", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("stamp", models.BigIntegerField(db_index=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="one_entry_a_thing")],
            },
        ),
        migrations.RunPython(add_tokens, drop_tokens),
    ]
