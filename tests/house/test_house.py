"""The house: sizes, who may import what, what is imported before the first frame, what ships."""

import ast
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "rmdesk").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LINES_A_FILE = 350
LINES_A_FUNCTION = 40
HEAVY = (
    *("sqlmodel", "sqlalchemy", "alembic", "pydantic", "numpy", "scipy", "plotext"),
    *("openpyxl", "python_calamine", "pypinyin", "argon2", "cryptography", "babel"),
)
TOP = {
    *("rmdesk", "db", "themes", "tests", "docs", "pyproject.toml", "README.md"),
    *("LICENSE", "CHANGELOG.md", "Makefile"),
}


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_has_one_subject_and_its_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINES_A_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LINES_A_FUNCTION, node.name


def test_the_top_level_is_the_one_that_was_fixed() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {line.partition("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= TOP


def modules_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return {name.partition(".")[0] for name in found.stdout.splitlines()}


@pytest.mark.parametrize(
    "statement",
    [
        "import rmdesk.tui.app, rmdesk.tui.start",
        "import rmdesk.tui.screens.unlock, rmdesk.store.vault",
        "from rmdesk.cli.main import parser; parser()",
    ],
)
def test_nothing_heavy_comes_before_the_first_frame(statement: str) -> None:
    assert not modules_after(statement) & set(HEAVY)


def test_the_first_lists_stand_before_sqlalchemy_is_there() -> None:
    reading = "from rmdesk.tui import verbs; verbs.import_desk()"
    assert not modules_after(reading) & {"sqlmodel", "sqlalchemy", "pydantic", "alembic"}


def test_the_wheel_has_what_the_checkout_has_and_nothing_else(tmp_path: Path) -> None:
    stray = ROOT / "db" / "stray-book.rmdesk"
    stray.write_bytes(b"a customer's data")
    try:
        subprocess.run(
            [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", tmp_path, ROOT],
            check=True,
            capture_output=True,
        )
    finally:
        stray.unlink()
    (wheel,) = tmp_path.glob("*.whl")
    names = {n for n in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in n}
    wanted = {str(p.relative_to(ROOT)) for p in (ROOT / "rmdesk").rglob("*") if _ships(p)}
    for folder, inside in (("db", "rmdesk/db"), ("themes", "rmdesk/themes")):
        for path in (ROOT / folder).rglob("*"):
            if _ships(path):
                wanted.add(f"{inside}/{path.relative_to(ROOT / folder)}")
    assert names == wanted


def _ships(path: Path) -> bool:
    return path.is_file() and path.suffix in (".py", ".tcss", ".toml", ".typed", ".sql", ".mo")


def test_dependencies_have_lower_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert all(">=" in name for name in project["dependencies"])
    assert project["requires-python"] == ">=3.11"


def test_commands_print_through_the_one_function_that_cleans() -> None:
    for path in (ROOT / "rmdesk").rglob("*.py"):
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if is_print(n)]
        assert not calls, path


def is_print(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    )
