"""The installed wheel: outside the checkout, in an environment that has nothing else of the project."""

import ast
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from cim_kg.places import Project


@pytest.fixture(scope="module")
def installed(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `cim-kg` of a fresh environment that holds the wheel; dependencies come from this one."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=project.root, check=True, capture_output=True)
    venv.create(folder / "env", with_pip=True)
    bin_folder = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    wheel = next(folder.glob("*.whl"))
    install = [str(bin_folder / "python"), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    site_packages = next((folder / "env").rglob("site-packages"))
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return bin_folder / "cim-kg"


def test_the_wheel_builds_the_site_twice_in_a_row_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    for _ in range(2):
        done = subprocess.run([installed, "build"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "site").iterdir() if path.is_dir()) == [
        "answers",
        "concepts",
        "es",
        "exports",
        "fr",
        "passages",
        "pt",
        "questions",
        "sources",
        "things",
        "validation",
    ]


def test_the_wheel_answers_and_knows_its_version(installed: Path, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        return subprocess.run(
            [installed, *words], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
        ).stdout

    assert "coordinator" in run("ask", "actor-activities", "actor=CICAD")
    assert run("--version").startswith("cim-kg ")


def test_every_package_that_is_imported_is_declared_and_locked(project: Project) -> None:
    """The environment above borrows the dependencies of this one, so a missing declaration would not show there."""
    declared = tomllib.loads((project.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split(r"[>=<~!]", requirement)[0] for requirement in declared}
    imported = {
        name.split(".")[0]
        for path in (project.root / "cim_kg").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    packages = {packages_distributions()[name][0] for name in imported - sys.stdlib_module_names - {"cim_kg"}}
    assert {name.lower() for name in packages} == names
    for lock in ("requirements.lock", "requirements-dev.lock"):
        locked = set(re.findall(r"^([\w-]+)==", (project.root / lock).read_text(encoding="utf-8"), re.MULTILINE))
        assert names <= locked
