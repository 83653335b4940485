from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("blog", "0010_writer")]

    operations = [
        migrations.RemoveIndex("post", "blog_post_title"),
        migrations.RemoveField("post", "published"),
    ]
