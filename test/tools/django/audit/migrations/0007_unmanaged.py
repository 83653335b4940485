from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_json")]

    operations = [
        migrations.CreateModel(name="Elsewhere", fields=[("id", models.BigAutoField(primary_key=True, serialize=False))], options={"managed": False}),
    ]
