"""Every engine of SQLAlchemy connects to the scratch database, wherever the project would have it go."""

import ssl

# Where a connection goes and who enters it, in the words of every driver; whatever else is said (options) holds.
PLACE = (
    ["dsn", "conninfo", "service", "servicefile", "host", "hostaddr", "port", "unix_sock", "dbname", "database"]
    + ["user", "password", "passfile", "requirepeer", "require_auth", "requiressl", "gssencmode", "krbsrvname", "gsslib"]
    + ["channel_binding", "target_session_attrs", "load_balance_hosts", "replication", "ssl", "ssl_context", "direct_tls"]
    # A function of the project's that connects.
    + ["async_creator_fn", "connect"]
)


def redirect(scratch):
    """`scratch`: {"host", "port", "database", "user", "password", "tls", "libpq": {"sslmode"…},
    "identity": {"query", "answer"}}."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine
    from sqlalchemy.pool import Pool

    def connect(dialect, _record, _cargs, cparams):
        if dialect.name != "postgresql":
            raise LookupError("env.py connects to %s: only PostgreSQL can be replayed" % dialect.name)
        kept = {name: value for name, value in cparams.items() if name not in PLACE and not name.startswith("ssl")}
        # What is returned is taken, and the project's own listeners are not asked.
        return dialect.connect(**dict(kept, **place_for(dialect, scratch)))

    def verify(connection, _record):
        if identity_of(connection, scratch["identity"]["query"]) != scratch["identity"]["answer"]:
            raise LookupError(
                "env.py connects to a database of its own: let it create its engines from a URL, without `creator`"
            )

    event.listen(Engine, "do_connect", connect)
    event.listen(Pool, "connect", verify)


def place_for(dialect, scratch):
    from sqlalchemy.engine.url import URL

    who = {name: scratch.get(name) for name in ("port", "database", "password")}
    url = getattr(URL, "create", URL)("postgresql", username=scratch["user"], host="localhost", **who)
    _cargs, place = dialect.create_connect_args(url)
    host, tls = scratch["host"], scratch["tls"]
    if dialect.driver not in ("asyncpg", "pg8000"):
        return dict(place, host=host, **scratch["libpq"])
    if dialect.driver == "pg8000" and host.startswith("/"):
        place["unix_sock"] = "%s/.s.PGSQL.%d" % (host, place.pop("port"))
        host = None
    context = None if tls["mode"] == "disable" else ssl.create_default_context(cadata=tls.get("ca"))
    name = "ssl" if dialect.driver == "asyncpg" else "ssl_context"
    return dict(place, host=host, **{name: context or False})


def identity_of(connection, query):
    cursor = connection.cursor()
    try:
        cursor.execute(query)
        row = cursor.fetchone()
        return str(list(row.values())[0] if hasattr(row, "values") else row[0])
    finally:
        cursor.close()
        connection.rollback()
