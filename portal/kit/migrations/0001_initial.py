
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Bucket',
            fields=[
                ('key', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('n', models.PositiveIntegerField()),
                ('ends', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='KeyCanary',
            fields=[
                ('key_id', models.CharField(max_length=50, primary_key=True, serialize=False)),
                ('sealed', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='PeriodicRun',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('succeeded_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PublishedVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('raised_by', models.PositiveBigIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='WorkerHeartbeat',
            fields=[
                ('worker_id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('beat_at', models.DateTimeField(db_index=True)),
            ],
        ),
    ]
