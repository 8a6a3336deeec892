"""Quick start: what makes loading the program cheaper; `benchmarks.start` shows by how much."""

import gc
import os
import sys


def before_loading() -> None:
    """Call it before anything large is imported."""
    # Loading only adds objects that stay; looking through them again and again is a quarter of the start.
    gc.disable()
    # None is used, and looking for some reads the metadata of every installed package.
    # https://docs.pydantic.dev/latest/concepts/plugins/#disabling-plugins
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _load_structlog_without_rich()


def after_loading() -> None:
    """Call it when everything is imported: what is there now is never garbage, and is never looked through again."""
    gc.freeze()
    gc.enable()


def _load_structlog_without_rich() -> None:
    """It would load Rich for coloured tracebacks wherever Rich is installed; ours are plain, as in the JSON logs."""
    if "rich" in sys.modules or "structlog" in sys.modules:
        return
    sys.modules["rich"] = None  # type: ignore[assignment]  # makes `import rich` an ImportError, which it expects
    try:
        import structlog  # noqa: F401  # for its loading
    finally:
        del sys.modules["rich"]
