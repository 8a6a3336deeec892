"""Font: the one that all charts are written in, from a file that comes with the program's dependencies.

Noto Sans SC, under the Open Font License, lies in the package zhplot. The package is looked up and never imported:
it would change the settings of matplotlib for everybody.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

_PACKAGE, _FILE = "zhplot", "fonts/NotoSansSC-Regular.ttf"


def font(size: float) -> "FontProperties":
    """The font at a size; given by its file, so that no font of the machine takes its place."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=font_file(), size=size)


@lru_cache(maxsize=1)
def font_file() -> Path:
    """Where it lies."""
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise RuntimeError(f"the package {_PACKAGE}, which carries the charts' font, is not installed: run `make run`")
    return Path(found.submodule_search_locations[0]) / _FILE


def writable(text: str) -> str:
    """The text without what the font has no shape for, such as emoji in a product's name; blanks made one."""
    return " ".join("".join(one if one.isspace() or ord(one) in _shapes() else " " for one in text).split())


@lru_cache(maxsize=1)
def _shapes() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(font_file())).get_charmap())
