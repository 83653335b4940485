from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(name="Author", fields=[("id", models.BigAutoField(primary_key=True, serialize=False)), ("name", models.CharField(max_length=100))]),
        migrations.CreateModel(name="Post", fields=[("id", models.BigAutoField(primary_key=True, serialize=False)), ("title", models.CharField(max_length=100)), ("author", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="blog.author"))]),
    ]
