"""Where things are: what ships with the program, and what belongs to the manager."""

import os
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """A file or folder of `db/` or `themes/`: in the installed package, else in the checkout."""
    inside = _PACKAGE.joinpath(*parts)
    return inside if inside.exists() else _PACKAGE.parent.joinpath(*parts)


@dataclass(frozen=True)
class Home:
    """The manager's own folders on this machine."""

    data: Path
    config: Path
    log: Path

    @property
    def store(self) -> Path:
        """The store that is opened when none is named."""
        return self.data / "book.rmdesk"

    @property
    def demo(self) -> Path:
        """The store of the demo book."""
        return self.data / "demo.rmdesk"


def expanded(path: str) -> Path:
    """Return a path with the manager's home for `~`, as it is where nobody knows a home."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def home() -> Home:
    """The folders of this machine's manager; RMDESK_HOME keeps them all in one place."""
    if own := os.environ.get("RMDESK_HOME"):
        root = expanded(own)
        return Home(root / "data", root / "config", root / "log")
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("rmdesk", appauthor=False)
    return Home(dirs.user_data_path, dirs.user_config_path, dirs.user_log_path)
