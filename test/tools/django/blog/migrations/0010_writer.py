from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("blog", "0009_together")]

    operations = [
        migrations.RenameModel("Author", "Writer"),
    ]
