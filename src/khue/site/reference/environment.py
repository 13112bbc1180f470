"""Settings: each variable of the environment that the code reads, with its default and what it does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from khue.site.environment import ROOT

READERS = {"text": "text", "flag": "1 or 0", "number": "whole number", "names": "list, with commas", "choice": "word"}
MEANINGS: dict[str, tuple[str, str]] = {
    # name: (group, what it does)
    "PORT": ("Server", "The port of the web server."),
    "KHUE_BIND": ("Server", "The address that the web server listens on. Leave it local when a proxy stands before it."),
    "KHUE_WORKERS": ("Server", "Web processes."),
    "KHUE_THREADS": ("Server", "Threads of each web process; each holds one database connection."),
    "KHUE_VAR": ("Server", "The folder of data: files, mail, static files, the audit key, the embedded database. `var/` in the checkout when empty."),
    "KHUE_HOSTS": ("Server", "Host names under which pages are served."),
    "KHUE_ORIGINS": ("Server", "Origins with scheme from which forms may come, when a proxy changes host or scheme: `https://khue.example`."),
    "KHUE_SEARCH": ("Server", "The folder of the search index; `khue search rebuild` makes it anew. `search` in `KHUE_VAR` when empty."),
    "KHUE_SECURE": ("Server", "Behind https: secure cookies, HSTS, and `X-Forwarded-Proto` is believed. The proxy must set that header itself."),
    "KHUE_PROXIES": ("Server", "Proxies in front. Rate limits count by the address that stands so far from the end of `X-Forwarded-For`."),
    "KHUE_BASE_URL": ("Server", "The public address, for links in mails. `http://127.0.0.1:PORT` when empty."),
    "KHUE_SECRET": ("Server", "The secret that signs sessions and forms. When empty, one is made and kept as `secret` in `KHUE_VAR`."),
    "KHUE_SESSION_HOURS": ("Server", "How long a sign-in lasts."),
    "KHUE_METRICS_TOKEN": ("Server", "Who gives it as `Authorization: Bearer …` may read `/metrics`. When empty, only programs on this machine may."),
    "KHUE_DEBUG": ("Server", "Django's debug mode and readable log lines. Never on a real server."),
    "DATABASE_URL": ("Database", "`postgresql://user:password@host:5432/name` (15 or newer), as the application's role. Empty: the embedded server."),
    "DATABASE_OWNER_URL": ("Database", "The same database as the role that owns the tables and runs migrations. `DATABASE_URL` when empty."),
    "KHUE_PG_BIN": ("Database", "The folder with `pg_dump` and `pg_restore`, when those on the PATH are older than the server."),
    "KHUE_SAFETY_COPY": ("Database", "Whether a copy of the database is made under `KHUE_VAR/before-upgrade` before migrations change one that holds records."),
    "SAMPLE": ("City", "Whether this is a sample city. 1 by default on the embedded database, 0 on a given one. A database keeps its mode for good."),
    "KHUE_CITY": ("City", "The Python package with the city's law, procedures, roles and documents."),
    "KHUE_INVITATION_HOURS": ("Sign-in", "How long the link of an invitation to staff works, in hours."),
    "KHUE_STAFF_KEY_DAYS": ("Sign-in", "How many days a key with which staff call the interface works at most; 0: staff make no keys."),
    "KHUE_KEY_RESET_HOURS": ("Sign-in", "How long a confirmed reset of a lost second factor waits, in hours: time to stop it."),
    "OIDC_ISSUER": ("Sign-in", "Address of the OpenID Connect provider of residents. No such sign-in when empty."),
    "OIDC_ID": ("Sign-in", "Short name of the provider, in addresses: `/vi/sign-in/vneid/callback/`."),
    "OIDC_NAME": ("Sign-in", "Name of the provider on the button."),
    "OIDC_CLIENT_ID": ("Sign-in", "What the provider knows this server as."),
    "OIDC_CLIENT_SECRET": ("Sign-in", "The secret shared with the provider."),
    "OIDC_ORIGINS": ("Sign-in", "Origins to which the sign-in form may lead: that of the provider, and those to which it sends on."),
    "KHUE_EMAIL_BACKEND": ("Mail", "Django's mail backend. By default mails are files under `KHUE_VAR/mail`."),
    "KHUE_SMTP_HOST": ("Mail", "Mail server, for the backend `django.core.mail.backends.smtp.EmailBackend`."),
    "KHUE_SMTP_PORT": ("Mail", "Its port."),
    "KHUE_SMTP_USER": ("Mail", "Its account, when it asks for one."),
    "KHUE_SMTP_PASSWORD": ("Mail", "The password of that account."),
    "KHUE_SMTP_TLS": ("Mail", "Whether to use STARTTLS."),
    "KHUE_MAIL_FROM": ("Mail", "The sender of mails."),
    "KHUE_MAX_FILE_MB": ("Files", "The largest file that is taken in, in MB."),
    "KHUE_CLAMD": ("Files", "Address of clamd, which looks at each file taken in: `/run/clamav/clamd.ctl` or `host:3310`. Not asked when empty."),
    "KHUE_EXPORT_MAX_ROWS": ("Files", "Rows of an export at most."),
    "KHUE_PUBLIC_KEPT": ("Files", "Seconds for which a web process keeps a public list; 0 asks the database each time."),
    "KHUE_PRIVATE_ADDRESSES": ("Other systems", "`1`: receivers of webhooks may lie in a private network, and be called without TLS. Only where one must."),
    "KHUE_TRY_DAYS": ("Other systems", "Days for which a message to another system is tried before a person must look."),
    "SIGNING": ("Signing", "Where signing keys lie: `sample`, `pkcs11:/path/module.so?token=LABEL`, `remote:https://…`. docs/how-to/sign-documents.md."),
    "SIGNING_PIN": ("Signing", "The PIN of the token, for `pkcs11:`."),
    "SIGNING_TOKEN": ("Signing", "The bearer token of the signing service, for `remote:`."),
    "SIGNING_TSA": ("Signing", "Address of a timestamp authority (RFC 3161): signatures then carry an attested moment. None when empty."),
    "SIGNING_TSA_DOWN": ("Signing", "While the timestamp authority does not answer: `refuse` signs nothing, `sign` signs without a timestamp and says so."),
    "SIGNING_ROOTS": ("Signing", "A folder of PEM files: the authorities whose certificates count when a signature is checked."),
}  # fmt: skip
GROUPS = ("Server", "Database", "City", "Sign-in", "Mail", "Files", "Signing", "Other systems")


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    kind: str
    default: str
    place: str


def page() -> str:
    """Raises ValueError for a variable that is read and not explained, or explained and not read."""
    found = {setting.name: setting for setting in read_variables()}
    if missing := sorted(found.keys() - MEANINGS.keys()):
        raise ValueError(f"khue.site.reference.environment does not explain {', '.join(missing)}")
    if left := sorted(MEANINGS.keys() - found.keys()):
        raise ValueError(f"khue.site.reference.environment explains what nothing reads: {', '.join(left)}")
    lines = [
        "# Settings",
        "",
        "All come from the environment. A value that can't be used stops the start with one clear line.",
    ]
    for group in GROUPS:
        lines += ["", f"## {group}", "", "| Variable | Kind | Default | What it does |", "| --- | --- | --- | --- |"]
        for name, (where, meaning) in MEANINGS.items():
            if where == group:
                setting = found[name]
                default = f"`{setting.default}`" if setting.default else ""
                lines.append(f"| `{name}` | {setting.kind} | {default} | {meaning} |")
    return "\n".join(lines)


def read_variables() -> list[Setting]:
    """Every variable that a file under ``src`` reads, in the order of their names."""
    found: dict[str, Setting] = {}
    for path in sorted((ROOT / "src").rglob("*.py")):
        source = path.read_text("utf-8")
        if "env" not in source:  # most files: neither ``os.environ`` nor ``os.getenv`` nor the readers
            continue
        for setting in _in_tree(ast.parse(source), str(path.relative_to(ROOT))):
            known = found.get(setting.name)
            if known is None or not known.kind.strip():
                found[setting.name] = setting
    return sorted(found.values(), key=lambda setting: setting.name)


def _in_tree(tree: ast.Module, place: str) -> Iterator[Setting]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ" and _reads(node):
            yield from _named(node.slice, "text", "", place)
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = ast.unparse(node.func)
        last = called.rpartition(".")[2]
        inside = place.endswith("site/environment.py") and called in READERS
        if called in ("os.environ.get", "os.getenv"):
            yield from _named(node.args[0], "text", _default(node, "text"), place)
        elif inside or (called.split(".")[0] in ("env", "environment") and last in READERS):
            yield from _named(node.args[0], _kind(node, last), _default(node, last), place)


def _reads(node: ast.Subscript) -> bool:
    return isinstance(node.ctx, ast.Load)


def _named(argument: ast.expr, kind: str, default: str, place: str) -> Iterator[Setting]:
    """A name that is a variable itself is the reader's own parameter, not a setting."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield Setting(argument.value, kind, default, place)


def _kind(call: ast.Call, reader: str) -> str:
    if reader == "choice":
        return " or ".join(str(ast.literal_eval(part)) for part in call.args[1:])
    if reader == "number" and len(call.args) == 4:
        least, most = (ast.literal_eval(part) for part in call.args[2:])
        return f"{least}…{most}"
    return READERS[reader]


def _default(call: ast.Call, reader: str) -> str:
    given = call.args[1] if len(call.args) > 1 else None
    if isinstance(given, ast.Constant):
        return str(given.value)
    return "" if given is not None or call.keywords else {"flag": "0"}.get(reader, "")
