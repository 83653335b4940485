from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("blog", "0003_rename_slug")]

    operations = [
        migrations.CreateModel(name="Tag", fields=[("id", models.BigAutoField(primary_key=True, serialize=False)), ("name", models.CharField(max_length=30, unique=True))]),
        migrations.AddField("post", "tags", models.ManyToManyField(to="blog.tag")),
    ]
