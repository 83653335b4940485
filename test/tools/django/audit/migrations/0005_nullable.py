from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_who")]

    operations = [
        migrations.AlterField("entry", "who", models.TextField(null=True)),
    ]
