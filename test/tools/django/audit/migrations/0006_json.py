from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_nullable")]

    operations = [
        migrations.AddField("entry", "detail", models.JSONField(default=dict)),
    ]
