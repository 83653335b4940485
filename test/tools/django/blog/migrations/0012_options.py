from django.db import migrations, models
import django.db.models.manager


class Migration(migrations.Migration):
    dependencies = [("blog", "0011_no_published")]
    operations = [
        migrations.AlterModelOptions("post", options={"verbose_name": "article"}),
        migrations.AlterModelManagers("post", managers=[("articles", django.db.models.manager.Manager())]),
        migrations.AddConstraint("tag", models.UniqueConstraint(fields=["name"], condition=models.Q(("name__gt", "")), name="blog_tag_named")),
    ]
