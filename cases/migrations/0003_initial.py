
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0002_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='responsible',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL),
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
            index=models.Index(condition=models.Q(('scope_1__isnull', False), ('closed_at', None)), fields=['scope_1', 'next_on', 'id', 'mode', 'channel', 'item'], name='case_open_scope_1'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_2__isnull', False), ('closed_at', None)), fields=['scope_2', 'next_on', 'id', 'mode', 'channel', 'item'], name='case_open_scope_2'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_3__isnull', False), ('closed_at', None)), fields=['scope_3', 'next_on', 'id', 'mode', 'channel', 'item'], name='case_open_scope_3'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_4__isnull', False), ('closed_at', None)), fields=['scope_4', 'next_on', 'id', 'mode', 'channel', 'item'], name='case_open_scope_4'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_5__isnull', False), ('closed_at', None)), fields=['scope_5', 'next_on', 'id', 'mode', 'channel', 'item'], name='case_open_scope_5'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_6__isnull', False), ('closed_at', None)), fields=['scope_6', 'next_on', 'id', 'mode', 'channel', 'item'], name='case_open_scope_6'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_1__isnull', False), ('closed_at', None), ('responsible', None)), fields=['scope_1', 'next_on', 'id'], name='case_new_scope_1'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_2__isnull', False), ('closed_at', None), ('responsible', None)), fields=['scope_2', 'next_on', 'id'], name='case_new_scope_2'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_3__isnull', False), ('closed_at', None), ('responsible', None)), fields=['scope_3', 'next_on', 'id'], name='case_new_scope_3'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_4__isnull', False), ('closed_at', None), ('responsible', None)), fields=['scope_4', 'next_on', 'id'], name='case_new_scope_4'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_5__isnull', False), ('closed_at', None), ('responsible', None)), fields=['scope_5', 'next_on', 'id'], name='case_new_scope_5'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_6__isnull', False), ('closed_at', None), ('responsible', None)), fields=['scope_6', 'next_on', 'id'], name='case_new_scope_6'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_1__isnull', False), ('closed_at', None)), fields=['scope_1', 'responsible', 'next_on', 'id'], name='case_mine_scope_1'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_2__isnull', False), ('closed_at', None)), fields=['scope_2', 'responsible', 'next_on', 'id'], name='case_mine_scope_2'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_3__isnull', False), ('closed_at', None)), fields=['scope_3', 'responsible', 'next_on', 'id'], name='case_mine_scope_3'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_4__isnull', False), ('closed_at', None)), fields=['scope_4', 'responsible', 'next_on', 'id'], name='case_mine_scope_4'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_5__isnull', False), ('closed_at', None)), fields=['scope_5', 'responsible', 'next_on', 'id'], name='case_mine_scope_5'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_6__isnull', False), ('closed_at', None)), fields=['scope_6', 'responsible', 'next_on', 'id'], name='case_mine_scope_6'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_1__isnull', False), ('closed_at', None)), fields=['scope_1', 'waits_for', 'next_on', 'id'], name='case_waits_scope_1'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_2__isnull', False), ('closed_at', None)), fields=['scope_2', 'waits_for', 'next_on', 'id'], name='case_waits_scope_2'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_3__isnull', False), ('closed_at', None)), fields=['scope_3', 'waits_for', 'next_on', 'id'], name='case_waits_scope_3'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_4__isnull', False), ('closed_at', None)), fields=['scope_4', 'waits_for', 'next_on', 'id'], name='case_waits_scope_4'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_5__isnull', False), ('closed_at', None)), fields=['scope_5', 'waits_for', 'next_on', 'id'], name='case_waits_scope_5'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_6__isnull', False), ('closed_at', None)), fields=['scope_6', 'waits_for', 'next_on', 'id'], name='case_waits_scope_6'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_1__isnull', False), ('closed_at__isnull', False)), fields=['scope_1', '-closed_at', '-id', 'mode', 'channel', 'item'], name='case_closed_scope_1'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_2__isnull', False), ('closed_at__isnull', False)), fields=['scope_2', '-closed_at', '-id', 'mode', 'channel', 'item'], name='case_closed_scope_2'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_3__isnull', False), ('closed_at__isnull', False)), fields=['scope_3', '-closed_at', '-id', 'mode', 'channel', 'item'], name='case_closed_scope_3'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_4__isnull', False), ('closed_at__isnull', False)), fields=['scope_4', '-closed_at', '-id', 'mode', 'channel', 'item'], name='case_closed_scope_4'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_5__isnull', False), ('closed_at__isnull', False)), fields=['scope_5', '-closed_at', '-id', 'mode', 'channel', 'item'], name='case_closed_scope_5'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('scope_6__isnull', False), ('closed_at__isnull', False)), fields=['scope_6', '-closed_at', '-id', 'mode', 'channel', 'item'], name='case_closed_scope_6'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['item', 'next_on', 'id', 'scope_1', 'scope_2', 'scope_3', 'scope_4', 'scope_5', 'scope_6'], name='case_open_item'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['item', '-closed_at', '-id', 'scope_1', 'scope_2', 'scope_3', 'scope_4', 'scope_5', 'scope_6'], name='case_closed_item'),
        ),
    ]
