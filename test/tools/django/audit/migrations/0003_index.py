from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_when")]

    operations = [
        migrations.AddIndex("entry", models.Index(fields=["at"], name="audit_entry_at")),
    ]
