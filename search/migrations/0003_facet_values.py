import time

from django.db import migrations


def distrust_server(apps, schema_editor):
    """Let the search server, which has the old name of the field, wait for a rebuild (search/index/engines/outside.py)."""
    if apps.get_model("search", "FacetBucket").objects.exists():
        changes = apps.get_model("search", "OutboxChange").objects
        changes.all().delete()
        changes.create(pk=0, moment=time.time_ns())


class Migration(migrations.Migration):
    dependencies = [("search", "0002_tokens")]
    operations = [
        migrations.RenameField("facetbucket", "marks", "facet_values"),
        migrations.RunPython(distrust_server, migrations.RunPython.noop),
    ]
