from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("blog", "0012_options")]
    operations = [
        migrations.RemoveConstraint("tag", "blog_tag_named"),
        migrations.AlterOrderWithRespectTo("post", "author"),
    ]
