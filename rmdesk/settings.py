"""The config file: `config.toml` in the manager's config folder. All of it is optional."""

from dataclasses import dataclass
from pathlib import Path

from rmdesk.errors import BadCatalogue


@dataclass(frozen=True)
class Settings:
    """What the manager may set for this machine.

    `working_week` holds the working days, Monday 0 to Sunday 6. `soon_days` is how
    far Today looks ahead for maturities and expiries. `lock_minutes` is after how many minutes
    without a key or a click the screen is locked, 0 for never.
    """

    theme: str = "rmdesk-night"
    language: str = ""
    working_week: tuple[int, ...] = (0, 1, 2, 3, 4)
    soon_days: int = 30
    large_movement_factor: int = 5
    lock_minutes: int = 5


MAX_LOCK_MINUTES = 24 * 60


def load(path: Path) -> Settings:
    """The settings in the file, or the defaults where there is none.

    Raises BadCatalogue with the file and the reason when it is not right.
    """
    if not path.exists():
        return Settings()
    import tomllib

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadCatalogue(path=path, reason=str(error)) from None
    known = set(Settings.__dataclass_fields__)
    for name, value in data.items():
        if name not in known:
            raise BadCatalogue(path=path, reason=f"unknown setting {name!r}")
        want = type(getattr(Settings(), name))
        if want is tuple and isinstance(value, list):
            data[name] = tuple(value)
        elif not isinstance(value, want) or isinstance(value, bool):
            raise BadCatalogue(path=path, reason=f"{name} must be {want.__name__}")
    settings = Settings(**data)
    if not 0 <= settings.lock_minutes <= MAX_LOCK_MINUTES:
        reason = f"lock_minutes must be from 0 (never) to {MAX_LOCK_MINUTES}"
        raise BadCatalogue(path=path, reason=reason)
    return settings
