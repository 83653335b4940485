from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    initial = True
    dependencies = [("blog", "0001_initial")]

    operations = [
        migrations.CreateModel(name="Product", fields=[("id", models.BigAutoField(primary_key=True, serialize=False)), ("name", models.TextField()), ("price", models.DecimalField(max_digits=8, decimal_places=2))]),
    ]
