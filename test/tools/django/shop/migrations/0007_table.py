from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("shop", "0006_order")]

    operations = [
        migrations.AlterModelTable("order", "shop_purchase"),
    ]
