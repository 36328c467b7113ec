from django.db import migrations, models

UNITS = [("working_days", "working days"), ("days", "days, rest days included"), ("months", "months")]
LIMIT, PROMISE = models.Q(statutory_limit=None), models.Q(promised_days=None)
WITHIN = models.Q(promised_days__lte=models.F("statutory_limit"))
WITHIN_MONTHS = models.Q(statutory_unit="months", promised_days__lte=models.F("statutory_limit") * 23)


def rename_in_drafts(apps, _schema):
    """A draft of before would lose its limit when it is published."""
    Revision = apps.get_model("wagtailcore", "Revision")
    for revision in Revision.objects.filter(content__has_key="statutory_days").iterator(500):
        revision.content["statutory_limit"] = revision.content.pop("statutory_days")
        revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("catalog", "0008_asked_as"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.RemoveConstraint("serviceitem", "promised_within_statutory"),
        migrations.RenameField("serviceitem", "statutory_days", "statutory_limit"),
        migrations.AlterField(
            "serviceitem",
            "statutory_limit",
            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="statutory limit"),
        ),
        migrations.AddField(
            "serviceitem",
            "statutory_unit",
            models.CharField(choices=UNITS, default="working_days", max_length=20, verbose_name="counted in"),
        ),
        migrations.AddConstraint(
            "serviceitem",
            models.CheckConstraint(
                condition=LIMIT | PROMISE | WITHIN | WITHIN_MONTHS,
                name="promised_within_statutory",
                violation_error_message="The promised limit is longer than the statutory one.",
            ),
        ),
        migrations.RunPython(rename_in_drafts, migrations.RunPython.noop, elidable=True),
    ]
