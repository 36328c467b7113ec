
import configuration.versions
import datetime
import portal.kit.json
import portal.kit.sealed
import portal.kit.word_fields
import portal.kit.words
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(max_length=24, unique=True, verbose_name='number')),
                ('subject', portal.kit.word_fields.WordsField(default=portal.kit.words.Words, encoder=portal.kit.json.ReadableJSON, max=200, verbose_name='subject')),
                ('mode', models.CharField(choices=[('assistance', 'We help you'), ('agency', 'We act for you')], max_length=20, verbose_name='how we help')),
                ('channel', models.CharField(choices=[('online', 'online'), ('window', 'at the window'), ('phone', 'by telephone')], max_length=20, verbose_name='received')),
                ('state', models.SlugField(db_index=False, max_length=40, verbose_name='state')),
                ('version', models.PositiveIntegerField(default=1)),
                ('dossier', models.JSONField(default=list, encoder=portal.kit.json.ReadableJSON)),
                ('consents', models.JSONField(default=list, encoder=portal.kit.json.ReadableJSON)),
                ('submitted_at', models.DateTimeField(verbose_name='submitted')),
                ('visit_at', models.DateTimeField(blank=True, null=True, verbose_name='visit')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('next_due_on', models.DateField(editable=False, null=True, verbose_name='due')),
                ('next_due_provisional', models.BooleanField(default=False, editable=False, verbose_name='provisional')),
                ('next_on', models.DateField(default=datetime.date(9999, 12, 31), editable=False)),
                ('waits_for', models.CharField(choices=[('staff', 'our staff'), ('applicant', 'the applicant'), ('none', 'nobody')], default='staff', editable=False, max_length=10, verbose_name='waits for')),
                ('scope_1', models.BigIntegerField(editable=False, null=True)),
                ('scope_2', models.BigIntegerField(editable=False, null=True)),
                ('scope_3', models.BigIntegerField(editable=False, null=True)),
                ('scope_4', models.BigIntegerField(editable=False, null=True)),
                ('scope_5', models.BigIntegerField(editable=False, null=True)),
                ('scope_6', models.BigIntegerField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
            },
        ),
        migrations.CreateModel(
            name='ClockRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clock', models.SlugField(max_length=40, verbose_name='clock')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='run')),
                ('state', models.CharField(choices=[('running', 'running'), ('paused', 'paused'), ('stopped', 'stopped')], default='running', max_length=10)),
                ('started_at', models.DateTimeField(verbose_name='started')),
                ('working_days', models.PositiveSmallIntegerField(verbose_name='working days')),
                ('due_on', models.DateField(verbose_name='due')),
                ('provisional', models.BooleanField(default=False, verbose_name='provisional')),
                ('paused_on', models.DateField(blank=True, null=True)),
                ('paused_days', models.PositiveSmallIntegerField(default=0, verbose_name='working days paused')),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'run of a clock',
                'verbose_name_plural': 'runs of clocks',
                'ordering': ('due_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('by', models.CharField(max_length=150, verbose_name='who')),
                ('by_name', models.CharField(blank=True, max_length=60)),
                ('role', models.CharField(blank=True, max_length=60)),
                ('kind', models.CharField(choices=[('submitted', 'submitted'), ('moved', 'moved'), ('note', 'note')], max_length=20, verbose_name='what')),
                ('move', models.SlugField(blank=True, max_length=40)),
                ('from_state', models.SlugField(blank=True, max_length=40)),
                ('to_state', models.SlugField(blank=True, max_length=40)),
                ('public_note', models.TextField(blank=True)),
                ('internal_note', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'journal entry',
                'verbose_name_plural': 'journal entries',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('role', models.CharField(choices=[('applicant', 'applicant'), ('agent', 'acts for the applicant')], max_length=20, verbose_name='role')),
                ('kind', models.CharField(choices=[('natural_person', 'individuals'), ('legal_person', 'companies and other legal persons'), ('other_organisation', 'organisations without legal personality')], max_length=20, verbose_name='kind')),
                ('name', portal.kit.sealed.SealedField()),
                ('name_masked', models.CharField(max_length=100)),
                ('identity_kind', models.CharField(blank=True, max_length=30)),
                ('identity', portal.kit.sealed.SealedField(blank=True)),
                ('phone', portal.kit.sealed.SealedField()),
                ('phone_masked', models.CharField(max_length=30)),
                ('name_index', models.CharField(db_index=True, max_length=64)),
                ('phone_index', models.CharField(db_index=True, max_length=64)),
                ('ending_index', models.CharField(db_index=True, max_length=64)),
                ('tail_index', models.CharField(max_length=64)),
                ('answers', portal.kit.sealed.SealedField(blank=True)),
            ],
            options={
                'verbose_name': 'party',
                'verbose_name_plural': 'parties',
            },
        ),
        migrations.CreateModel(
            name='Workflow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80, unique=True, verbose_name='code')),
                ('title', portal.kit.word_fields.WordsField(default=portal.kit.words.Words, encoder=portal.kit.json.ReadableJSON, max=100, verbose_name='title')),
                ('retired_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'ordering': ('code',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WorkflowVersion',
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
            },
        ),
    ]
