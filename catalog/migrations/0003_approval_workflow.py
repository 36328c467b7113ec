from django.conf import settings
from django.db import migrations

MODERATED = ("serviceitem", "servicepoint")
NAMES = {"zh": ("发布审核", "本单位审核"), "en": ("Approval", "Approval within the organisation")}


def create(apps, schema_editor):
    """Create the workflow from the start; an operator may rename it, or add steps, in the admin."""
    types = apps.get_model("contenttypes", "ContentType").objects
    workflow_name, task_name = NAMES["zh" if settings.LANGUAGE_CODE.startswith("zh") else "en"]
    kind, _created = types.get_or_create(app_label="catalog", model="approvaltask")
    task = apps.get_model("catalog", "ApprovalTask").objects.create(name=task_name, content_type=kind)
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=workflow_name)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    for model in MODERATED:
        kind, _created = types.get_or_create(app_label="catalog", model=model)
        apps.get_model("wagtailcore", "WorkflowContentType").objects.create(workflow=workflow, content_type=kind)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
