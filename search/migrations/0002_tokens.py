from django.db import migrations

# The shape of the tokens belongs to the engine, which writes them anew at every rebuild.
from search.index.engines import fts5, tsvector


def add_tokens(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in tsvector.COLUMN if schema_editor.connection.vendor == "postgresql" else (fts5.TABLE,):
            cursor.execute(statement)


def drop_tokens(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_tokens")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(add_tokens, drop_tokens)]
