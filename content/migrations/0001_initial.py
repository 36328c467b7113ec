
import catalog.models.item
import catalog.models.organisation
import catalog.models.point
import catalog.models.theme
import django.db.models.deletion
import modelsearch.index
import portal.kit.json
import taggit.managers
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='PageApproval',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': 'approval of a page',
                'verbose_name_plural': 'approvals of pages',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='PortalImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
            ],
            options={
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='PortalRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
            ],
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.CreateModel(
            name='RulePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('code', models.SlugField(blank=True, help_text='Never changes, whatever the title.', max_length=80, verbose_name='code')),
                ('intro', models.CharField(blank=True, max_length=300, verbose_name='in one sentence')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('articles', models.JSONField(blank=True, default=list, editable=False, encoder=portal.kit.json.ReadableJSON)),
                ('issuer', models.CharField(blank=True, max_length=100, verbose_name='issued by')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued on')),
                ('interpreter', models.CharField(blank=True, max_length=100, verbose_name='interpreted by')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('body', wagtail.fields.StreamField([('chapter', 0), ('article', 4), ('text', 5)], blank=True, block_lookup={0: ('content.blocks.rule.ChapterBlock', (), {}), 1: ('wagtail.blocks.RegexBlock', (), {'help_text': 'In digits, e.g. 18.', 'label': 'number', 'regex': '^[0-9]{1,4}[a-z]?$'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'as it is written', 'max_length': 30}), 3: ('wagtail.blocks.TextBlock', (), {'label': 'text', 'max_length': 5000}), 4: ('wagtail.blocks.StructBlock', [[('number', 1), ('label', 2), ('text', 3)]], {}), 5: ('content.blocks.text.TextBlock', (), {})}, verbose_name='text')),
            ],
            options={
                'verbose_name': 'rule',
                'verbose_name_plural': 'rules',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='TextPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('code', models.SlugField(blank=True, help_text='Never changes, whatever the title.', max_length=80, verbose_name='code')),
                ('intro', models.CharField(blank=True, max_length=300, verbose_name='in one sentence')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('articles', models.JSONField(blank=True, default=list, editable=False, encoder=portal.kit.json.ReadableJSON)),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('notice', 2), ('quote', 5), ('items', 10), ('numbers', 13), ('points', 16), ('channels', 18), ('terms', 20)], blank=True, block_lookup={0: ('content.blocks.text.HeadingBlock', (), {}), 1: ('content.blocks.text.TextBlock', (), {}), 2: ('content.blocks.text.NoticeBlock', (), {}), 3: ('wagtail.blocks.TextBlock', (), {'label': 'words', 'max_length': 1000}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'source', 'max_length': 150, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('text', 3), ('source', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 60, 'required': False}), 7: ('content.blocks.catalogue.CodeBlock', (catalog.models.item.ServiceItem,), {'label': 'code'}), 8: ('wagtail.blocks.ListBlock', (7,), {'label': 'items', 'max_num': 30, 'min_num': 0}), 9: ('content.blocks.catalogue.CodeBlock', (catalog.models.theme.Theme,), {'label': 'or all of a theme', 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('title', 6), ('items', 8), ('theme', 9)]], {}), 11: ('content.blocks.catalogue.CodeBlock', (catalog.models.organisation.Organisation,), {'label': 'code'}), 12: ('wagtail.blocks.ListBlock', (11,), {'label': 'organisations', 'max_num': 30, 'min_num': 0}), 13: ('wagtail.blocks.StructBlock', [[('title', 6), ('organisations', 12)]], {}), 14: ('content.blocks.catalogue.CodeBlock', (catalog.models.point.ServicePoint,), {'label': 'code'}), 15: ('wagtail.blocks.ListBlock', (14,), {'label': 'service points', 'max_num': 30, 'min_num': 0}), 16: ('wagtail.blocks.StructBlock', [[('title', 6), ('points', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 60}), 18: ('wagtail.blocks.StructBlock', [[('title', 17)]], {}), 19: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('class', 'class of an item (Art. 14)'), ('topic', 'topic of public service (Art. 14)'), ('content', 'what our help contains (Art. 15)'), ('form', 'form of service (Art. 25)')], 'label': 'list'}), 20: ('wagtail.blocks.StructBlock', [[('title', 6), ('terms', 19)]], {})}, verbose_name='content')),
            ],
            options={
                'verbose_name': 'page of text',
                'verbose_name_plural': 'pages of text',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('code', models.SlugField(blank=True, help_text='Never changes, whatever the title.', max_length=80, verbose_name='code')),
                ('intro', models.CharField(blank=True, max_length=300, verbose_name='in one sentence')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('articles', models.JSONField(blank=True, default=list, editable=False, encoder=portal.kit.json.ReadableJSON)),
                ('body', wagtail.fields.StreamField([('vow', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'in a word', 'max_length': 20}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'what it means for you', 'max_length': 120}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1)]], {})}, verbose_name='what we promise')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.organisation', verbose_name='responsible')),
            ],
            options={
                'verbose_name': 'home page',
                'verbose_name_plural': 'home pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='IndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('code', models.SlugField(blank=True, help_text='Never changes, whatever the title.', max_length=80, verbose_name='code')),
                ('intro', models.CharField(blank=True, max_length=300, verbose_name='in one sentence')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('articles', models.JSONField(blank=True, default=list, editable=False, encoder=portal.kit.json.ReadableJSON)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.organisation', verbose_name='responsible')),
            ],
            options={
                'verbose_name': 'site map',
                'verbose_name_plural': 'site maps',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PortalDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
    ]
