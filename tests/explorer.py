"""The explorer in a real browser: what its tests share."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Dialog, Page, Playwright, sync_playwright
from pyoxigraph import Store

from cim_kg.bundles import write_explorer
from cim_kg.catalog import list_questions
from cim_kg.explorer import encode_explorer
from cim_kg.places import Project
from cim_kg.quotations import read_texts
from cim_kg.repertoire import read_repertoire
from cim_kg.translations import LANGUAGES, read_translators, translate_knowledge
from cim_kg.versions import read_versions

ANSWERED = 100_000  # triples; larger graphs are made to be drawn, and have no answers
WIDE, NARROW = (1366, 800), (360, 740)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def write_page(project: Project, store: Store, path: Path, texts: Path | None = None) -> Path:
    """The explorer of a project, at the path."""
    translated = Store()
    translated.bulk_extend(store)
    translate_knowledge(translated, project, *LANGUAGES[1:])
    questions = list_questions(project)
    quoted, versions = read_texts(store, texts), read_versions(project)
    answers = read_repertoire(translated, questions) if len(store) < ANSWERED else {}
    data = encode_explorer(translated, questions, read_translators(project), quoted, versions, answers)
    path.write_bytes(write_explorer(data).encode())
    return path


def launch(playwright: Playwright) -> Browser:
    """Chromium as CHROMIUM names it, as the system has it, or as Playwright brought it; else the tests are skipped."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    own = Path(playwright.chromium.executable_path)
    if path is None and not own.is_file():
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium: install the system's package, or name one with CHROMIUM")
        pytest.skip("no Chromium at hand: the explorer is not tried in a browser. Install it, or name it with CHROMIUM")
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])


class Watched:
    """A page that keeps all that it asked for, said on the console, or failed in."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.noise: list[str] = []
        page.on("console", lambda it: self.noise.append(f"console: {it.text}"))
        page.on("pageerror", lambda it: self.noise.append(f"error: {it}"))
        page.on("request", lambda it: self._note(it.url))
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.noise.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note(self, url: str) -> None:
        if not url.startswith(("file:", "blob:", "data:")):
            self.noise.append(f"request: {url}")


@contextmanager
def open_page(
    browser: Browser,
    path: Path,
    size: tuple[int, int] = WIDE,
    dark: bool = False,
    locale: str = "en-US",
    scripts: bool = True,
    state: Mapping[str, object] | None = None,
) -> Iterator[Page]:
    """The page at a link, ready; at the end it must have been silent."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        locale=locale,
        java_script_enabled=scripts,
        accept_downloads=True,
        offline=True,
    )
    try:
        watched = Watched(context.new_page())
        watched.page.goto(f"{path.as_uri()}#{urlencode(state or {})}")
        if scripts:
            watched.page.wait_for_selector("html[data-ready]", state="attached", timeout=30_000)
        yield watched.page
        assert watched.noise == []
    finally:
        context.close()


@contextmanager
def start_browser() -> Iterator[Browser]:
    """A browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            yield browser
        finally:
            browser.close()
