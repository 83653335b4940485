"""Two databases on one server; the app `audit` lives on the second."""

import os

SECRET_KEY = "test"
INSTALLED_APPS = ["django.contrib.contenttypes", "blog", "shop", "audit"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True


def database(name):
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ.get("PGHOST", "nowhere.invalid"),
        "PORT": os.environ.get("PGPORT", "5432"),
        "USER": os.environ.get("PGUSER", "postgres"),
        "NAME": os.environ.get(name, "nothing"),
    }


DATABASES = {"default": database("DEFAULT_DB"), "archive": database("ARCHIVE_DB")}
DATABASE_ROUTERS = ["project.router.Router"]
