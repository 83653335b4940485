from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(name="Entry", fields=[("id", models.BigAutoField(primary_key=True, serialize=False)), ("what", models.TextField())]),
    ]
