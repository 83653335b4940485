from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("blog", "0005_index")]

    operations = [
        migrations.AddConstraint("post", models.CheckConstraint(check=models.Q(("title", ""), _negated=True), name="blog_post_titled")),
    ]
