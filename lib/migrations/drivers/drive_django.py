"""A Django project's migrations for a replay: lists them in the order of the plan, and applies them one at a time.

Started in the project's directory with a JSON argument: {"settings", "alias", "database": {"HOST", "PORT", "NAME",
"USER"}}. Answers each line of JSON on stdin with a line of JSON on stdout; whatever the project prints goes to stderr.
"""

import importlib
import inspect
import json
import os
import sys

ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)


def configure(spec):
    # In the place of this file's own folder.
    sys.path[0] = os.getcwd()
    os.environ["DJANGO_SETTINGS_MODULE"] = spec["settings"]
    settings = importlib.import_module(spec["settings"])
    alias = spec["alias"]
    if alias not in settings.DATABASES:
        raise LookupError("DATABASES has no %r, but %s" % (alias, ", ".join(sorted(settings.DATABASES))))
    for name, database in settings.DATABASES.items():
        if name == alias:
            database.update(spec["database"], PASSWORD="", OPTIONS={})
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
    return None


def main():
    alias = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "open":
                alias = configure(request)
                answer = listing(alias)
            else:
                answer = apply(alias, request)
            reply = {"answer": answer}
        except BaseException as error:  # A project may even call exit().
            reply = {"error": "%s: %s" % (type(error).__name__, error)}
        ANSWERS.write(json.dumps(reply) + "\n")
        ANSWERS.flush()


main()
