"""Takes up the tables of uploaded files and their rows as people left them; a batch says from here on what kind of object it is."""

import django.db.models.deletion
import linli.kernel.fields
import linli.kernel.ids
from django.db import migrations, models


# Work that waits in the queue while the platform is brought up to date.
NEW_NAMES = """
UPDATE procrastinate_jobs SET task_name = 'imports.' || split_part(split_part(task_name, '.', 2), '_', 1)
WHERE task_name IN ('people.check_ledger', 'people.load_ledger', 'people.undo_ledger') AND status = 'todo';
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0013_imports_leave'),
        ('procrastinate', '__latest__'),
        ('regions', '0003_ancestor_without_checks'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[
            migrations.CreateModel(
                name='ImportBatch',
                fields=[
                    ('id', models.UUIDField(default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('file_name', models.CharField(max_length=160, verbose_name='文件')),
                    ('state', models.CharField(choices=[('checking', '正在核对'), ('refused', '错行太多，整份没导'), ('ready', '核对好了，等您定'), ('loading', '正在导入'), ('stopped', '导入停在半路'), ('done', '导完了'), ('undoing', '正在撤回'), ('undone', '已撤回'), ('dropped', '没有导入')], default='checking', max_length=10, verbose_name='状态')),
                    ('progress_id', models.UUIDField(null=True)),
                    ('uploaded_by', models.UUIDField(null=True)),
                    ('uploader', models.CharField(blank=True, default='', max_length=80, verbose_name='谁传的')),
                    ('uploaded_at', models.DateTimeField(verbose_name='何时传的')),
                    ('finished_at', models.DateTimeField(null=True, verbose_name='何时导完')),
                    ('erased_at', models.DateTimeField(null=True, verbose_name='内容何时删的')),
                    ('unread', models.JSONField(default=list, verbose_name='没用上的列')),
                    ('total', models.PositiveIntegerField(default=0, verbose_name='行数')),
                    ('bad', models.PositiveIntegerField(default=0, verbose_name='错行')),
                    ('loaded', models.PositiveIntegerField(default=0, verbose_name='已导入')),
                    ('undone', models.PositiveIntegerField(default=0, verbose_name='已撤回')),
                    ('kept', models.PositiveIntegerField(default=0, verbose_name='撤不了')),
                    ('error_file', linli.kernel.fields.SealedTextField(blank=True, help_text='base64 of the .xlsx', null=True, verbose_name='错行文件')),
                    ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='村社区')),
                ],
                options={
                    'verbose_name': '导入批次',
                    'db_table': 'people_importbatch',
                },
            ),
            migrations.CreateModel(
                name='ImportRow',
                fields=[
                    ('id', models.UUIDField(default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField(verbose_name='行号')),
                    ('values', linli.kernel.fields.SealedTextField(verbose_name='内容')),
                    ('state', models.CharField(choices=[('waiting', '待核对'), ('bad', '要改'), ('good', '可以导'), ('done', '已导入'), ('undone', '已撤回'), ('kept', '后来改过，没撤')], default='waiting', max_length=8, verbose_name='状态')),
                    ('problems', models.JSONField(default=list, help_text='[[column title, sentence]]; no personal value in it', verbose_name='要改的')),
                    ('hints', models.JSONField(default=list, verbose_name='提示')),
                    ('made', models.JSONField(default=dict, help_text='ids and versions, for the roll-back', verbose_name='做了什么')),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='imports.importbatch', verbose_name='批次')),
                    ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='村社区')),
                ],
                options={
                    'verbose_name': '导入行',
                    'db_table': 'people_importrow',
                },
            ),
            migrations.AddIndex(
                model_name='importbatch',
                index=models.Index(fields=['region', 'uploaded_at'], name='batch_newest'),
            ),
            migrations.AddIndex(
                model_name='importrow',
                index=models.Index(fields=['batch', 'state', 'number'], name='import_row_next'),
            ),
            migrations.AddConstraint(
                model_name='importrow',
                constraint=models.UniqueConstraint(fields=('batch', 'number'), name='import_row_once'),
            ),
        ]),
        migrations.AddField('importbatch', 'kind', models.CharField(default='people.ledger', help_text='key of the importer', max_length=40, verbose_name='导入什么')),
        migrations.RunSQL(NEW_NAMES, migrations.RunSQL.noop),
    ]
