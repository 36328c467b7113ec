from django.db import migrations, models

SCOPES = tuple(f"scope_{depth}" for depth in range(1, 7))
OPEN = models.Q(closed_at=None)
# By the beginning of the name: fields behind the scope, condition beside it.
BY_DEPTH = {
    "open": (("next_event_on", "id", "mode", "channel", "item"), OPEN),
    "new": (("next_event_on", "id"), OPEN & models.Q(responsible=None)),
    "mine": (("responsible", "next_event_on", "id"), OPEN),
    "waits": (("waits_for", "next_event_on", "id"), OPEN),
}


def indexes():
    for kind, (fields, condition) in BY_DEPTH.items():
        for scope in SCOPES:
            where = models.Q(**{f"{scope}__isnull": False}) & condition
            yield models.Index(fields=[scope, *fields], name=f"case_{kind}_{scope}", condition=where)
    yield models.Index(fields=["item", "next_event_on", "id", *SCOPES], name="case_open_item", condition=OPEN)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_append_only_journal")]
    operations = [
        migrations.RenameField("case", "next_on", "next_event_on"),
        # The database renames the column in its indexes by itself; Django must know it, too.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                operation
                for index in indexes()
                for operation in (migrations.RemoveIndex("case", index.name), migrations.AddIndex("case", index))
            ]
        ),
    ]
