from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("blog", "0004_tags")]

    operations = [
        migrations.AddIndex("post", models.Index(fields=["title", "published"], name="blog_post_title")),
    ]
