"""What the tests share: the project, its store, the source texts, and the command as a process."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser
from pyoxigraph import Store

from cim_kg.places import Project, locate
from cim_kg.serialization import read_prefixes
from cim_kg.store import load_store

# CI judges a change, not the luck of the day; at a desk every run tries other inputs.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def project() -> Project:
    return locate(Path(__file__).parent.parent)


@pytest.fixture(scope="session")
def store(project: Project) -> Store:
    return load_store(project)


@pytest.fixture(scope="session")
def prefixes(project: Project) -> dict[str, str]:
    return read_prefixes(project)


@pytest.fixture(scope="session")
def sources() -> Path:
    folder = os.environ.get("CIM_KG_SOURCES")
    if not folder:
        pytest.skip("CIM_KG_SOURCES does not name the folder of the source texts: passages are not held against them")
    return Path(folder)


@pytest.fixture
def run(project: Project, tmp_path: Path) -> Run:
    """The command line as a process of its own, in a folder that is not the project's."""

    def start(*words: str, env: Mapping[str, str] | None = None, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        environment = {"PYTHONPATH": str(project.root), "PATH": os.environ["PATH"], "COLUMNS": "80", "LC_ALL": "C"}
        return subprocess.run(
            [sys.executable, "-m", "cim_kg", *words],
            cwd=tmp_path,
            env={**environment, **(env or {})},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return start


@pytest.fixture
def copy(project: Project, tmp_path: Path) -> Project:
    """A copy of the project that a test may damage."""
    import shutil

    root = tmp_path / "copy"
    for folder in ("graph", "ontology", "queries", "shapes"):
        shutil.copytree(project.root / folder, root / folder)
    return locate(root)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from tests.explorer import start_browser

    with start_browser() as started:
        yield started


@pytest.fixture(scope="session")
def explorer(project: Project, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the project's own graph, with quotations where the source texts are at hand."""
    from tests.explorer import write_page

    folder = os.environ.get("CIM_KG_SOURCES")
    path = tmp_path_factory.mktemp("explorer") / "explorer.html"
    return write_page(project, store, path, Path(folder) if folder else None)
