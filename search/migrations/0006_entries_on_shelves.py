from django.db import migrations, models

from search.models import RowNumber


def empty(apps, schema_editor):
    """The old columns come back without their values: the index is written anew after going back."""
    apps.get_model("search", "IndexEntry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0005_shelves")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, empty),
        migrations.AlterField(
            "IndexEntry",
            "shelf",
            models.ForeignKey("search.Shelf", models.PROTECT, db_index=False, related_name="entries"),
        ),
        migrations.AlterField("IndexEntry", "number", RowNumber(primary_key=True, serialize=False)),
        migrations.RemoveField("IndexEntry", "marks"),
        migrations.RemoveField("IndexEntry", "language"),
        migrations.AddIndex("IndexEntry", models.Index(fields=["number", "shelf"], name="search_entry_shelf")),
    ]
