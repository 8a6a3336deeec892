"""Draw the pictures of docs/story.md anew: `python -m tests.story`. It needs Chromium, Chinese fonts and emoji."""

import socket
import tempfile
from pathlib import Path

from tests.story.play import play

OUT = Path(__file__).parents[2] / "docs" / "pictures" / "story"


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def main() -> None:
    """Both languages."""
    OUT.mkdir(parents=True, exist_ok=True)
    for locale in ("zh_CN", "en"):
        with tempfile.TemporaryDirectory() as folder:
            print(locale, ", ".join(play(locale, Path(folder), free_port(), OUT)))


if __name__ == "__main__":
    main()
