
import django.db.models.deletion
import portal.kit.json
import search.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='FacetBucket',
            fields=[
                ('number', search.models.RowNumber(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('marks', models.TextField(blank=True)),
                ('language', models.CharField(blank=True, db_index=True, max_length=12)),
            ],
        ),
        migrations.CreateModel(
            name='OutboxChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, max_length=20)),
                ('key', models.CharField(blank=True, max_length=120)),
                ('entry', models.JSONField(null=True)),
                ('moment', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='StopWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Never changes, whatever the name.', max_length=80, unique=True, verbose_name='code')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('articles', models.JSONField(blank=True, default=list, editable=False, verbose_name='articles of the rule')),
                ('retired_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('words', models.JSONField(default=list, encoder=portal.kit.json.ReadableJSON, verbose_name='words that count for nothing')),
                ('weak', models.JSONField(blank=True, default=list, encoder=portal.kit.json.ReadableJSON, verbose_name='words that may be missing')),
            ],
            options={
                'verbose_name': 'list of stop words',
                'verbose_name_plural': 'lists of stop words',
                'ordering': ('order', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SynonymGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Never changes, whatever the name.', max_length=80, unique=True, verbose_name='code')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('articles', models.JSONField(blank=True, default=list, editable=False, verbose_name='articles of the rule')),
                ('retired_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('words', models.JSONField(default=list, encoder=portal.kit.json.ReadableJSON, verbose_name='words that mean the same')),
                ('also', models.JSONField(blank=True, default=list, encoder=portal.kit.json.ReadableJSON, verbose_name='searched beside them')),
            ],
            options={
                'verbose_name': 'group of synonyms',
                'verbose_name_plural': 'groups of synonyms',
                'ordering': ('order', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='QueryCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('words', models.CharField(max_length=40)),
                ('times', models.PositiveIntegerField(default=0)),
                ('found', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'words'), name='one_count_a_day_and_words')],
            },
        ),
        migrations.CreateModel(
            name='IndexEntry',
            fields=[
                ('number', search.models.RowNumber(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=120)),
                ('titles', models.TextField()),
                ('stamp', models.BigIntegerField(db_index=True)),
                ('bucket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='search.facetbucket')),
            ],
            options={
                'indexes': [models.Index(fields=['number', 'bucket'], name='search_entry_bucket')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='one_entry_a_thing')],
            },
        ),
    ]
