from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_view")]

    operations = [
        migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("ALTER TABLE shop_product ADD COLUMN sku text", "ALTER TABLE shop_product DROP COLUMN sku")], state_operations=[migrations.AddField("product", "sku", models.TextField(null=True))]),
    ]
