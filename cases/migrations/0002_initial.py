
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('catalog', '0001_initial'),
        ('forms', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='assignee',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='case',
            name='draft',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='case', to='forms.draft'),
        ),
        migrations.AddField(
            model_name='case',
            name='form_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='forms.formversion'),
        ),
        migrations.AddField(
            model_name='case',
            name='items',
            field=models.ManyToManyField(blank=True, related_name='cases', to='catalog.serviceitem'),
        ),
        migrations.AddField(
            model_name='case',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='catalog.organisation'),
        ),
        migrations.AddField(
            model_name='case',
            name='point',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='catalog.servicepoint'),
        ),
        migrations.AddField(
            model_name='clockrun',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clock_runs', to='cases.case'),
        ),
        migrations.AddField(
            model_name='journalentry',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='cases.case'),
        ),
        migrations.AddField(
            model_name='party',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='cases.case'),
        ),
        migrations.AddField(
            model_name='case',
            name='applicant',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.party'),
        ),
        migrations.AddConstraint(
            model_name='workflowversion',
            constraint=models.UniqueConstraint(fields=('code', 'number'), name='workflowversion_number_once'),
        ),
        migrations.AddConstraint(
            model_name='workflowversion',
            constraint=models.UniqueConstraint(fields=('code', 'digest'), name='workflowversion_content_once'),
        ),
        migrations.AddField(
            model_name='workflow',
            name='current',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.workflowversion'),
        ),
        migrations.AddField(
            model_name='case',
            name='workflow_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.workflowversion'),
        ),
        migrations.AddConstraint(
            model_name='clockrun',
            constraint=models.UniqueConstraint(fields=('case', 'clock', 'number'), name='clock_run_number_once'),
        ),
        migrations.AddConstraint(
            model_name='clockrun',
            constraint=models.UniqueConstraint(condition=models.Q(('stopped_at', None)), fields=('case', 'clock'), name='one_open_run_per_clock'),
        ),
        migrations.AddConstraint(
            model_name='clockrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'stopped'), ('stopped_at__isnull', False)), models.Q(models.Q(('state', 'stopped'), _negated=True), ('stopped_at', None)), _connector='OR'), name='stopped_run_has_its_time'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(fields=('case', 'role'), name='one_party_per_role'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['organisation', 'closed_at', 'submitted_at'], name='cases_case_organis_1dcb08_idx'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['state'], name='cases_case_state_eb7bcb_idx'),
        ),
    ]
