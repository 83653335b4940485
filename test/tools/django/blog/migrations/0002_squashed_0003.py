from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    replaces = [("blog", "0002_post_published"), ("blog", "0003_rename_slug")]
    dependencies = [("blog", "0001_initial")]

    operations = [
        migrations.AddField("post", "published", models.BooleanField(default=False)),
        migrations.AddField("post", "slug", models.SlugField(default="")),
    ]
