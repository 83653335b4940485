from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("blog", "0006_constraint")]

    operations = [
        migrations.AlterField("post", "title", models.CharField(max_length=200)),
    ]
