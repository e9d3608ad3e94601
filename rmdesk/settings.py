"""The config file: `config.toml` in the manager's config folder. All of it is optional."""

from dataclasses import dataclass
from pathlib import Path

from rmdesk.errors import BadCatalogue
from rmdesk.toml_files import read_toml

MAX_SETTING = 3_660
MAX_LOCK_MINUTES = 24 * 60


@dataclass(frozen=True)
class Settings:
    """What the manager may set for this machine.

    `working_week` holds the working days, Monday 0 to Sunday 6. `soon_days` is how
    far Today looks ahead for maturities and expiries. Backups go to `backup_folder` (empty: beside
    the store), and the newest of each of the last days, weeks and months stays. `lock_minutes` is
    after how many minutes without a key or a click the screen is locked, 0 for never.
    """

    theme: str = "rmdesk-night"
    language: str = ""
    working_week: tuple[int, ...] = (0, 1, 2, 3, 4)
    soon_days: int = 30
    large_movement_factor: int = 5
    backup_folder: str = ""
    backup_days: int = 7
    backup_weeks: int = 5
    backup_months: int = 12
    lock_minutes: int = 5


def load(path: Path) -> Settings:
    """The settings in the file, or the defaults where there is none.

    Raises BadCatalogue with the file and the reason when it is not right.
    """
    if not path.exists():
        return Settings()
    data = read_toml(path)
    known = set(Settings.__dataclass_fields__)
    for name, value in data.items():
        if name not in known:
            raise BadCatalogue(path=path, reason=f"unknown setting {name!r}")
        want = type(getattr(Settings(), name))
        if want is tuple and isinstance(value, list):
            data[name] = tuple(value)
        elif not isinstance(value, want) or isinstance(value, bool):
            raise BadCatalogue(path=path, reason=f"{name} must be {want.__name__}")
    # The types were compared with those of the defaults just now.
    found = Settings(**data)  # type: ignore[arg-type]
    _check(found, path)
    return found


def _check(settings: Settings, path: Path) -> None:
    """Raise BadCatalogue where a value lies outside its range."""
    days = settings.working_week
    if not days or not all(type(day) is int and 0 <= day <= 6 for day in days):
        reason = "working_week must list days from 0 (Monday) to 6 (Sunday)"
        raise BadCatalogue(path=path, reason=reason)
    if not 0 <= settings.lock_minutes <= MAX_LOCK_MINUTES:
        reason = f"lock_minutes must be between 0 (never) and {MAX_LOCK_MINUTES}"
        raise BadCatalogue(path=path, reason=reason)
    for name, least in (("soon_days", 0), ("large_movement_factor", 1)):
        if not least <= getattr(settings, name) <= MAX_SETTING:
            reason = f"{name} must be between {least} and {MAX_SETTING}"
            raise BadCatalogue(path=path, reason=reason)
