from django.db import migrations, models
import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("shop", "0004_price")]

    operations = [
        AddIndexConcurrently("product", models.Index(fields=["sku"], name="shop_product_sku")),
    ]
