from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("blog", "0002_post_published")]

    operations = [
        migrations.RenameField("post", "link", "slug"),
    ]
