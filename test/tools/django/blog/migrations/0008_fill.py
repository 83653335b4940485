from django.db import migrations, models
import django.db.models.deletion


def fill(apps, schema_editor):
    apps.get_model("blog", "Author").objects.using(schema_editor.connection.alias).create(name="nobody")


class Migration(migrations.Migration):
    dependencies = [("blog", "0007_longer_title")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
