from django.db import migrations, models

from portal.kit.batches import in_batches
from search.engines.base import Entry
from search.engines.embedded import unmarked
from search.models import RowNumber

BATCH = 1000


def fill(apps, schema_editor):
    """Put every entry on its shelf, so that nothing has to be rebuilt."""
    shelf, entry = apps.get_model("search", "Shelf"), apps.get_model("search", "IndexEntry")
    made = {}
    for rows in in_batches(entry.objects.only("number", "kind", "marks", "language").iterator(BATCH), BATCH):
        for row in rows:
            of = row.kind, row.marks, row.language
            if of not in made:
                number = Entry(row.kind, "", ("",), marks=unmarked(row.marks), language=row.language).shelf
                made[of] = shelf.objects.create(number=number, kind=row.kind, marks=row.marks, language=row.language)
            row.shelf = made[of]
        entry.objects.bulk_update(rows, ["shelf"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_asked_words")]

    operations = [
        migrations.CreateModel(
            name="Shelf",
            fields=[
                ("number", RowNumber(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("marks", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, db_index=True, max_length=12)),
            ],
        ),
        migrations.AddField(
            "IndexEntry",
            "shelf",
            models.ForeignKey("search.Shelf", models.PROTECT, db_index=False, null=True, related_name="entries"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
