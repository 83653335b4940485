from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("shop", "0005_concurrently"), ("blog", "0010_writer")]

    operations = [
        migrations.CreateModel(name="Order", fields=[("id", models.BigAutoField(primary_key=True, serialize=False)), ("product", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="shop.product")), ("writer", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="blog.writer"))]),
    ]
