"""The config file: `config.toml` in the manager's config folder. All of it is optional."""

from dataclasses import dataclass
from pathlib import Path

from rmdesk.errors import BadCatalogue, UnreadableFile

# Days and factors: ten years of days are more than anybody looks ahead.
MAX_NUMBER = 3_660


@dataclass(frozen=True)
class Settings:
    """What the manager may set for this machine.

    `working_week` holds the working days, Monday 0 to Sunday 6. `soon_days` is how
    far Today looks ahead for maturities and expiries.
    """

    theme: str = "rmdesk-night"
    language: str = ""
    working_week: tuple[int, ...] = (0, 1, 2, 3, 4)
    soon_days: int = 30
    large_movement_factor: int = 5


def load(path: Path) -> Settings:
    """The settings in the file, or the defaults where there is none.

    Raises BadCatalogue with the file and the reason when it is not right.
    """
    import tomllib

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        raise UnreadableFile(path=path, reason=error.strerror) from None
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
        elif want is int and not 1 <= value <= MAX_NUMBER:
            raise BadCatalogue(path=path, reason=f"{name} must be from 1 to {MAX_NUMBER}")
    return Settings(**data)
