
import configuration.versions
import django.db.models.deletion
import portal.kit.json
import portal.kit.sealed
import portal.kit.word_fields
import portal.kit.words
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80)),
                ('number', models.PositiveIntegerField()),
                ('spec', configuration.versions.WrittenField()),
                ('digest', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('code', 'number'), name='formversion_number_once'), models.UniqueConstraint(fields=('code', 'digest'), name='formversion_content_once')],
            },
        ),
        migrations.CreateModel(
            name='Form',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80, unique=True, verbose_name='code')),
                ('title', portal.kit.word_fields.WordsField(default=portal.kit.words.Words, encoder=portal.kit.json.ReadableJSON, max=100, verbose_name='title')),
                ('retired_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('current', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='forms.formversion')),
            ],
            options={
                'ordering': ('code',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.CharField(max_length=64, unique=True)),
                ('answers', portal.kit.sealed.SealedField(blank=True)),
                ('previous_key', models.CharField(blank=True, db_default='', db_index=True, default='', max_length=64)),
                ('previous_answers', portal.kit.sealed.SealedField(blank=True, db_default='', default='')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.serviceitem')),
                ('point', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.servicepoint')),
                ('form_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='forms.formversion')),
            ],
            options={
                'indexes': [models.Index(fields=['updated_at'], name='forms_draft_updated_4a3634_idx')],
            },
        ),
    ]
