import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NAMES = {"zh": ("页面发布审核", "本单位审核页面"), "en": ("Approval of pages", "Approval of a page within the organisation")}
WAGTAILS = "Moderators approval"


def create(apps, schema_editor):
    """Pages go to whoever may publish them; Wagtail's own first workflow asks a group that has no members here."""
    workflow_name, task_name = NAMES["zh" if settings.LANGUAGE_CODE.startswith("zh") else "en"]
    kind, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="content", model="pageapproval"
    )
    task = apps.get_model("content", "PageApproval").objects.create(name=task_name, content_type=kind)
    workflows = apps.get_model("wagtailcore", "Workflow").objects
    workflow = workflows.create(name=workflow_name)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    for root in apps.get_model("wagtailcore", "Page").objects.filter(depth=1):
        apps.get_model("wagtailcore", "WorkflowPage").objects.update_or_create(
            page_id=root.pk, defaults={"workflow": workflow}
        )
    workflows.filter(name=WAGTAILS).update(active=False)


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("content", "0005_terms_block"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageApproval",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval of a page",
                "verbose_name_plural": "approvals of pages",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
