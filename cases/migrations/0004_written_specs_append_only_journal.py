from django.db import migrations

import cases.models.version
from portal.kit.ledger import ForbidChange


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_initial")]

    operations = [
        migrations.AlterField("appointmentkindversion", "spec", cases.models.version.WrittenField()),
        migrations.AlterField("formversion", "spec", cases.models.version.WrittenField()),
        migrations.AlterField("workflowversion", "spec", cases.models.version.WrittenField()),
        ForbidChange("cases_entry"),
    ]
