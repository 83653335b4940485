from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("shop", "0009_no_coupon")]

    operations = [
        migrations.RunSQL("CREATE FUNCTION shop_touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER touch BEFORE UPDATE ON shop_product FOR EACH ROW EXECUTE FUNCTION shop_touch()", "DROP FUNCTION shop_touch() CASCADE"),
    ]
