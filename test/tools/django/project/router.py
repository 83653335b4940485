class Router:
    def allow_migrate(self, db, app_label, **hints):
        return (app_label == "audit") == (db == "archive")
