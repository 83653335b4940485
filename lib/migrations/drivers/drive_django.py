"""A Django project's migrations for a replay: lists them in the order of the plan, and applies them one at a time.

Started in the project's directory with a JSON argument: {"settings", "alias", "database": {"HOST", "PORT", "NAME",
"USER"}}.
"""

import importlib
import inspect
import os

from requests_loop import answer_all, in_project


def configure(spec):
    in_project()
    os.environ["DJANGO_SETTINGS_MODULE"] = spec["settings"]
    settings = importlib.import_module(spec["settings"])
    alias = spec["alias"]
    if alias not in settings.DATABASES:
        raise LookupError("DATABASES has no %r, but %s" % (alias, ", ".join(sorted(settings.DATABASES))))
    for name, database in settings.DATABASES.items():
        if name == alias:
            database.update(spec["database"], OPTIONS={})
            database.pop("TEST", None)
        else:
            # Nobody else's database is touched.
            settings.DATABASES[name] = {"ENGINE": "django.db.backends.dummy"}
    import django

    django.setup()
    return alias


def file_of(migration):
    path = os.path.relpath(inspect.getfile(type(migration)))
    return None if path.startswith("..") else path.replace(os.sep, "/")


def listing(alias):
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    graph = executor.loader.graph
    plan = executor.migration_plan(graph.leaf_nodes())
    return [
        {
            "id": "%s.%s" % (migration.app_label, migration.name),
            "name": migration.name,
            "group": migration.app_label,
            "file": file_of(migration),
            "replaces": ["%s.%s" % each for each in migration.replaces],
            "needs": sorted("%s.%s" % parent.key for parent in graph.node_map[(migration.app_label, migration.name)].parents),
        }
        for migration, _backwards in plan
    ]


def apply(alias, request):
    from django.core.management import call_command

    call_command("migrate", request["group"], request["name"], database=alias, interactive=False, verbosity=0)
    return "django_migrations"


answer_all(configure, listing, apply)
