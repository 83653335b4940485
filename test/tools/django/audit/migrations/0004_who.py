from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_index")]

    operations = [
        migrations.AddField("entry", "who", models.TextField(default="")),
    ]
