from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("shop", "0008_coupon")]

    operations = [
        migrations.DeleteModel("Coupon"),
    ]
