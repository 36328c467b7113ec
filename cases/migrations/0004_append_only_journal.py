from django.db import migrations

from portal.kit.ledger import ForbidChange


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_initial")]
    operations = [ForbidChange("cases_journalentry")]
