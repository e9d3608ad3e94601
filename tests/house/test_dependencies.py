"""What is imported is declared, and development and CI install just what the lock says."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Where the next major, or the next 0.x, would break what the program rests on.
BOUNDED = {"textual", "sqlmodel", "sqlalchemy", "alembic", "sqlcipher3", "rich", "numpy", "scipy"}


def imported(folder: str) -> set[str]:
    """The top-level modules that the files of a folder import, wherever they do."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"rmdesk", "db", "tests"}


def distributions(modules: set[str]) -> set[str]:
    known = packages_distributions()
    return {canonicalize_name(known[module][0]) for module in modules}


def declared(*extras: str) -> dict[str, Requirement]:
    lines = list(PROJECT["dependencies"])
    for extra in extras:
        lines += PROJECT["optional-dependencies"][extra]
    found = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name): r for r in found if r.name != PROJECT["name"]}


def locked() -> dict[str, set[Version]]:
    """The versions of each package in the lock; each must have a hash."""
    found: dict[str, set[Version]] = {}
    text = (ROOT / ".ci" / "requirements.lock").read_text(encoding="utf-8")
    for entry in text.replace("\\\n", " ").splitlines():
        if entry and not entry.startswith("#"):
            assert "--hash=sha256:" in entry, entry
            name, _, version = entry.split()[0].partition("==")
            found.setdefault(canonicalize_name(name), set()).add(Version(version))
    return found


def test_everything_that_is_imported_is_declared() -> None:
    assert distributions(imported("rmdesk") | imported("db")) <= declared("keyring").keys()
    tests = imported("tests") - {"fcntl", "termios"}
    assert distributions(tests) <= declared("keyring", "dev").keys()


def test_everything_that_is_declared_is_imported() -> None:
    assert declared().keys() <= distributions(imported("rmdesk"))


def test_the_lock_holds_all_that_is_declared_within_its_bounds() -> None:
    have = locked()
    for name, requirement in declared("keyring", "dev").items():
        assert all(requirement.specifier.contains(v) for v in have[name]), name


def test_what_would_break_with_the_next_major_has_an_upper_bound() -> None:
    wanted = declared()
    for name in BOUNDED:
        assert any(s.operator in ("<", "<=", "~=", "==") for s in wanted[name].specifier), name
