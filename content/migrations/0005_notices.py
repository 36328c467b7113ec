import catalog.models.item
import catalog.models.organisation
import catalog.models.point
import catalog.models.theme
import django.db.models.deletion
import portal.kit.clock
import portal.kit.json
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

MEDIA = ("add_image", "choose_image", "add_document", "choose_document")


def give_media(apps, schema_editor):
    """Let the roles that write pages use pictures and documents; a role gets this otherwise when it is applied anew."""
    root = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=MEDIA
    )
    held = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for role in apps.get_model("users", "Role").objects.filter(retired_at=None):
        if {"pages.edit", "pages.publish"} & set(role.grants):
            for permission in permissions:
                held.get_or_create(group_id=role.group_id, collection=root, permission=permission)


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0007_labels_without_articles'),
        ('content', '0004_labels_without_articles'),
        ('users', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='portalimage',
            options={'verbose_name': 'picture', 'verbose_name_plural': 'pictures'},
        ),
        migrations.AlterField(
            model_name='textpage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 0), ('text', 1), ('notice', 2), ('quote', 5), ('picture', 10), ('file', 13), ('items', 18), ('numbers', 21), ('points', 24), ('channels', 26), ('terms', 28)], blank=True, block_lookup={0: ('content.blocks.text.HeadingBlock', (), {}), 1: ('content.blocks.text.TextBlock', (), {}), 2: ('content.blocks.text.NoticeBlock', (), {}), 3: ('wagtail.blocks.TextBlock', (), {'label': 'words', 'max_length': 1000}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'source', 'max_length': 150, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('text', 3), ('source', 4)]], {}), 6: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'picture'}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'For people who cannot see it; it is read aloud in place of the picture.', 'label': 'what the picture shows', 'max_length': 200, 'required': False}), 8: ('wagtail.blocks.BooleanBlock', (), {'label': 'The picture only decorates and says nothing', 'required': False}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 150, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('picture', 6), ('alternative', 7), ('decorative', 8), ('caption', 9)]], {}), 11: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'file'}), 12: ('wagtail.blocks.CharBlock', (), {'help_text': 'Without it, the title of the file.', 'label': 'text of the link', 'max_length': 150, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('file', 11), ('title', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 60, 'required': False}), 15: ('content.blocks.catalogue.CodeBlock', (catalog.models.item.ServiceItem,), {'label': 'code'}), 16: ('wagtail.blocks.ListBlock', (15,), {'label': 'items', 'max_num': 30, 'min_num': 0}), 17: ('content.blocks.catalogue.CodeBlock', (catalog.models.theme.Theme,), {'label': 'or all of a theme', 'required': False}), 18: ('wagtail.blocks.StructBlock', [[('title', 14), ('items', 16), ('theme', 17)]], {}), 19: ('content.blocks.catalogue.CodeBlock', (catalog.models.organisation.Organisation,), {'label': 'code'}), 20: ('wagtail.blocks.ListBlock', (19,), {'label': 'organisations', 'max_num': 30, 'min_num': 0}), 21: ('wagtail.blocks.StructBlock', [[('title', 14), ('organisations', 20)]], {}), 22: ('content.blocks.catalogue.CodeBlock', (catalog.models.point.ServicePoint,), {'label': 'code'}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'service points', 'max_num': 30, 'min_num': 0}), 24: ('wagtail.blocks.StructBlock', [[('title', 14), ('points', 23)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 60}), 26: ('wagtail.blocks.StructBlock', [[('title', 25)]], {}), 27: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('class', 'class of an item'), ('topic', 'topic of public service'), ('content', 'what our help contains'), ('form', 'form of service')], 'label': 'list'}), 28: ('wagtail.blocks.StructBlock', [[('title', 14), ('terms', 27)]], {})}, verbose_name='content'),
        ),
        migrations.CreateModel(
            name='NoticePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('code', models.SlugField(blank=True, help_text='Never changes, whatever the title.', max_length=80, verbose_name='code')),
                ('intro', models.CharField(blank=True, max_length=300, verbose_name='in one sentence')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('articles', models.JSONField(blank=True, default=list, editable=False, encoder=portal.kit.json.ReadableJSON)),
                ('issued_on', models.DateField(default=portal.kit.clock.today, verbose_name='issued on')),
                ('valid_until', models.DateField(blank=True, help_text='The last day. After it, the notice leaves the list, the home page and the search; its address stays.', null=True, verbose_name='valid until')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('notice', 2), ('quote', 5), ('picture', 10), ('file', 13), ('items', 18), ('numbers', 21), ('points', 24), ('channels', 26), ('terms', 28)], blank=True, block_lookup={0: ('content.blocks.text.HeadingBlock', (), {}), 1: ('content.blocks.text.TextBlock', (), {}), 2: ('content.blocks.text.NoticeBlock', (), {}), 3: ('wagtail.blocks.TextBlock', (), {'label': 'words', 'max_length': 1000}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'source', 'max_length': 150, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('text', 3), ('source', 4)]], {}), 6: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'picture'}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'For people who cannot see it; it is read aloud in place of the picture.', 'label': 'what the picture shows', 'max_length': 200, 'required': False}), 8: ('wagtail.blocks.BooleanBlock', (), {'label': 'The picture only decorates and says nothing', 'required': False}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 150, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('picture', 6), ('alternative', 7), ('decorative', 8), ('caption', 9)]], {}), 11: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'file'}), 12: ('wagtail.blocks.CharBlock', (), {'help_text': 'Without it, the title of the file.', 'label': 'text of the link', 'max_length': 150, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('file', 11), ('title', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 60, 'required': False}), 15: ('content.blocks.catalogue.CodeBlock', (catalog.models.item.ServiceItem,), {'label': 'code'}), 16: ('wagtail.blocks.ListBlock', (15,), {'label': 'items', 'max_num': 30, 'min_num': 0}), 17: ('content.blocks.catalogue.CodeBlock', (catalog.models.theme.Theme,), {'label': 'or all of a theme', 'required': False}), 18: ('wagtail.blocks.StructBlock', [[('title', 14), ('items', 16), ('theme', 17)]], {}), 19: ('content.blocks.catalogue.CodeBlock', (catalog.models.organisation.Organisation,), {'label': 'code'}), 20: ('wagtail.blocks.ListBlock', (19,), {'label': 'organisations', 'max_num': 30, 'min_num': 0}), 21: ('wagtail.blocks.StructBlock', [[('title', 14), ('organisations', 20)]], {}), 22: ('content.blocks.catalogue.CodeBlock', (catalog.models.point.ServicePoint,), {'label': 'code'}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'service points', 'max_num': 30, 'min_num': 0}), 24: ('wagtail.blocks.StructBlock', [[('title', 14), ('points', 23)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 60}), 26: ('wagtail.blocks.StructBlock', [[('title', 25)]], {}), 27: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('class', 'class of an item'), ('topic', 'topic of public service'), ('content', 'what our help contains'), ('form', 'form of service')], 'label': 'list'}), 28: ('wagtail.blocks.StructBlock', [[('title', 14), ('terms', 27)]], {})}, verbose_name='content')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.organisation', verbose_name='responsible')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NoticesPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('code', models.SlugField(blank=True, help_text='Never changes, whatever the title.', max_length=80, verbose_name='code')),
                ('intro', models.CharField(blank=True, max_length=300, verbose_name='in one sentence')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('articles', models.JSONField(blank=True, default=list, editable=False, encoder=portal.kit.json.ReadableJSON)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.organisation', verbose_name='responsible')),
            ],
            options={
                'verbose_name': 'list of notices',
                'verbose_name_plural': 'lists of notices',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.RunPython(give_media, migrations.RunPython.noop),
    ]
