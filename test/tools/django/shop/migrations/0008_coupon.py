from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0007_table")]
    operations = [
        migrations.CreateModel(name="Coupon", fields=[("id", models.BigAutoField(primary_key=True, serialize=False)), ("code", models.CharField(max_length=10))]),
        migrations.AlterIndexTogether("product", {("name", "price")}),
    ]
