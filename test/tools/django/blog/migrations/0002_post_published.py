from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("blog", "0001_initial")]

    operations = [
        migrations.AddField("post", "published", models.BooleanField(default=False)),
        migrations.AddField("post", "link", models.SlugField(default="")),
    ]
