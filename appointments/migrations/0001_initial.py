
import configuration.versions
import django.db.models.deletion
import portal.kit.json
import portal.kit.word_fields
import portal.kit.words
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(max_length=80)),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='to')),
                ('seat', models.PositiveSmallIntegerField(verbose_name='seat')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelled')),
                ('form_token', models.CharField(editable=False, max_length=64, null=True, unique=True)),
            ],
            options={
                'verbose_name': 'booking',
                'verbose_name_plural': 'bookings',
                'ordering': ('starts_at', 'seat'),
            },
        ),
        migrations.CreateModel(
            name='AppointmentKindVersion',
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
                'constraints': [models.UniqueConstraint(fields=('code', 'number'), name='appointmentkindversion_number_once'), models.UniqueConstraint(fields=('code', 'digest'), name='appointmentkindversion_content_once')],
            },
        ),
        migrations.CreateModel(
            name='AppointmentKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80, unique=True, verbose_name='code')),
                ('title', portal.kit.word_fields.WordsField(default=portal.kit.words.Words, encoder=portal.kit.json.ReadableJSON, max=100, verbose_name='title')),
                ('retired_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('current', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='appointments.appointmentkindversion')),
            ],
            options={
                'ordering': ('code',),
                'abstract': False,
            },
        ),
    ]
