from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("blog", "0011_no_published")]

    operations = [
        migrations.AlterModelOptions("post", options={"ordering": ["title"]}),
    ]
