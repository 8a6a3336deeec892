"""Logs: one line per happening, on standard error; nothing secret and no customer's words in them."""

import logging
import sys

import structlog


def set_up_logs(*, quiet: bool) -> None:
    """Coloured for a terminal, JSON for a pipe; `quiet` leaves warnings and worse."""
    level = logging.WARNING if quiet else logging.INFO
    on_terminal = sys.stderr.isatty()
    # Plain tracebacks: Rich's would print every frame's variables, and customers' words with them.
    console = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    renderer = console if on_terminal else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            *([] if on_terminal else [structlog.processors.format_exc_info]),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt warns that it does not use the token in the environment: our own client has it already."""
    return not (record.name.startswith("slack_bolt") and "`token`" in record.getMessage())
