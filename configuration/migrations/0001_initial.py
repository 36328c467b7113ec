
import portal.kit.json
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Renaming',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('old', models.CharField(max_length=120)),
                ('new', models.CharField(max_length=120)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='SiteRecord',
            fields=[
                ('code', models.SlugField(primary_key=True, serialize=False)),
                ('spec', models.JSONField(encoder=portal.kit.json.ReadableJSON)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AppliedDefinition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('code', models.CharField(max_length=120)),
                ('spec', models.JSONField(encoder=portal.kit.json.ReadableJSON)),
                ('applied_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'code'), name='one_base_per_definition')],
            },
        ),
        migrations.CreateModel(
            name='AppliedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('layer', models.CharField(max_length=100)),
                ('path', models.CharField(max_length=300)),
                ('content', models.TextField()),
            ],
            options={
                'ordering': ('position', 'path'),
                'constraints': [models.UniqueConstraint(fields=('layer', 'path'), name='one_text_per_file')],
            },
        ),
    ]
