import json

import modelcluster.fields
from django.db import migrations, models
from django.db.models.deletion import PROTECT

import portal.kit.json
import portal.kit.words

KINDS = [
    ("window", "window"),
    ("zone", "zone"),
    ("nursing_room", "nursing room"),
    ("toilet", "toilet"),
    ("accessible", "step-free access"),
    ("self_service", "self-service area"),
]


def read(stream):
    """Return the places in STREAM, blocks as they are stored, each with a code of its own."""
    blocks = json.loads(stream) if isinstance(stream, str) else stream
    found, codes = [], set()
    for block in blocks or []:
        value = block["value"]
        names = {name.replace("_", "-"): text for name, text in (value.get("name") or {}).items() if text}
        code, number = value.get("code") or "place", 1
        while code in codes:
            number += 1
            code = f"{(value.get('code') or 'place')[:46]}-{number}"
        codes.add(code)
        found.append({"code": code, "kind": value.get("kind") or "", "floor": value.get("floor") or "", "name": names})
    return found


def blocks_to_rows(apps, schema_editor):
    """Places were blocks inside their points, and so they are in the versions of the points."""
    place = apps.get_model("catalog", "Place").objects
    for point in apps.get_model("catalog", "ServicePoint").objects.iterator():
        values = read([dict(block) for block in point.old_places.raw_data])
        place.bulk_create(
            place.model(point=point, sort_order=number, **value) for number, value in enumerate(values)
        )
    revisions = apps.get_model("wagtailcore", "Revision").objects
    of_points = revisions.filter(content_type__app_label="catalog", content_type__model="servicepoint")
    for revision in of_points.iterator():
        own = {"pk": None, "point": int(revision.object_id)}
        revision.content["places"] = [
            own | {"sort_order": number} | value for number, value in enumerate(read(revision.content.get("places")))
        ]
        revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0011_blanks"),
    ]

    operations = [
        # The rows take the name; the blocks go in the next migration.
        migrations.RenameField("servicepoint", "places", "old_places"),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("code", models.CharField(max_length=50, verbose_name="code")),
                ("kind", models.CharField(choices=KINDS, max_length=20, verbose_name="kind")),
                ("floor", models.CharField(blank=True, max_length=10, verbose_name="floor")),
                (
                    "name",
                    portal.kit.words.WordsField(
                        blank=True,
                        default=portal.kit.words.Words,
                        encoder=portal.kit.json.ReadableJSON,
                        max=80,
                        verbose_name="name",
                    ),
                ),
                (
                    "point",
                    modelcluster.fields.ParentalKey(
                        on_delete=PROTECT,
                        related_name="places",
                        to="catalog.servicepoint",
                        verbose_name="service point",
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("point", "code"),
                        name="one_place_per_code_of_a_point",
                        violation_error_message="Another place of this point has this code.",
                    )
                ],
            },
        ),
        migrations.RunPython(blocks_to_rows, migrations.RunPython.noop),
    ]
