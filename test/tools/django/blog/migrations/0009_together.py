from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("blog", "0008_fill")]

    operations = [
        migrations.AlterUniqueTogether("post", {("author", "slug")}),
    ]
