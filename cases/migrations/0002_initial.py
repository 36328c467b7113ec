
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('catalog', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='appointment',
            name='point',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='catalog.servicepoint'),
        ),
        migrations.AddConstraint(
            model_name='appointmentkindversion',
            constraint=models.UniqueConstraint(fields=('code', 'number'), name='appointmentkindversion_number_once'),
        ),
        migrations.AddConstraint(
            model_name='appointmentkindversion',
            constraint=models.UniqueConstraint(fields=('code', 'digest'), name='appointmentkindversion_content_once'),
        ),
        migrations.AddField(
            model_name='appointmentkind',
            name='current',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.appointmentkindversion'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='kind_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='cases.appointmentkindversion'),
        ),
    ]
