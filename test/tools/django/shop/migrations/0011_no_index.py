from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("shop", "0010_trigger")]
    operations = [
        RemoveIndexConcurrently("product", "shop_product_sku"),
        AddIndexConcurrently("product", models.Index(fields=["sku", "price"], name="shop_product_sku_price")),
    ]
