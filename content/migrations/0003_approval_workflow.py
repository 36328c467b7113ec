from django.conf import settings
from django.db import migrations

NAMES = {"zh": ("页面发布审核", "本单位审核页面"), "en": ("Approval of pages", "Approval of a page within the organisation")}
WAGTAILS = "Moderators approval"


def create(apps, schema_editor):
    """Send drafts to those who may publish pages; Wagtail's own first workflow asks a group without members here."""
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
        ("content", "0002_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
