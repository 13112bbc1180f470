"""Log lines: one JSON object each, with the request's id. No personal data: actors by key, paths without query.

Imported by the settings, so nothing of Django's models is touched here.
"""

from __future__ import annotations

import re
from typing import Any

import structlog

# PostgreSQL puts the offending row into DETAIL, with whatever a person typed.
_ROW_CONTENT = re.compile(r"(DETAIL:|CONTEXT:)[^\n]*")
# Messages of foreign loggers may carry addresses typed into a sign-in form.
_MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def _scrub(_logger: Any, _name: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Take the content of rows and mail addresses out of messages and tracebacks."""
    for key, value in line.items():
        if isinstance(value, str):
            line[key] = _MAIL_ADDRESS.sub("[address]", _ROW_CONTENT.sub(r"\1 [left out]", value))
    return line


_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_config(*, json: bool = True) -> dict[str, Any]:
    """For ``settings.LOGGING``: JSON lines on standard error, or readable ones for a developer."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    last: list[structlog.typing.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if json:
        last += [structlog.processors.format_exc_info, _scrub, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        last += [structlog.dev.ConsoleRenderer()]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": last,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # The access line says all that these would say, without the query string.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "procrastinate": {"level": "WARNING", "propagate": True},
            # What is odd inside an uploaded PDF is the sender's matter, not the operator's.
            "pypdf": {"level": "ERROR", "propagate": True},
            "fontTools": {"level": "WARNING"},
        },
    }


def log(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module: ``log(__name__).info("tranche_paid", tranche=7)``. Keys and numbers only, no names."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger
