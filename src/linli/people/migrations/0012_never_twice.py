"""Among what is known now, no link and no main residence stands twice on one day."""

import django.contrib.postgres.constraints
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0011_two_times")]

    operations = [
        migrations.AddConstraint(
            model_name='residence',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('withdrawn_at__gte', models.F('known_from')), _connector='OR'), name='residence_known_in_order'),
        ),
        migrations.AddConstraint(
            model_name='residence',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('link_id',), name='residence_one_version'),
        ),
        migrations.AddConstraint(
            model_name='residence',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('main', True), ('withdrawn_at', None)), expressions=[('person', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange'), '&&')], name='residence_one_main'),
        ),
        migrations.AddConstraint(
            model_name='residence',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('withdrawn_at', None)), expressions=[('person', '='), ('house', '='), ('kind', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange'), '&&')], name='residence_once'),
        ),
    ]
