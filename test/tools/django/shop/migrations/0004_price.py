from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("shop", "0003_state")]

    operations = [
        migrations.AddField("product", "vat", models.DecimalField(max_digits=4, decimal_places=2, default=0)),
        migrations.AddField("product", "sold", models.IntegerField(default=0)),
    ]
