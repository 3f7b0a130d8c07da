"""Pages of HTML: an answer to paste into a report, and the pages of the site.

They need no script and fetch nothing: the style stands in each page and its digest in the page's Content
Security Policy (CSP Level 3, section 6.6). All text is escaped.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cim_kg.papers import Paper
from cim_kg.renderings import say_silent
from cim_kg.sheets import Sheet, number_ranges
from cim_kg.translations import LANGUAGE_NAMES, LANGUAGES, Translator


@dataclass(frozen=True)
class Place:
    """Where a page stands: its language, and its path from the root of the pages in that language."""

    language: str
    path: str

    @property
    def whole(self) -> str:
        """Its path from the root of the site; English stands there itself, other languages in folders of their own."""
        return self.path if self.language == LANGUAGES[0] else f"{self.language}/{self.path}"

    @property
    def root(self) -> str:
        """The way from it to the root of the pages in its language."""
        return "../" * self.path.count("/")

    @property
    def top(self) -> str:
        """The way from it to the root of the site."""
        return "../" * self.whole.count("/")

    @property
    def others(self) -> list[tuple[str, str, str]]:
        """The same page in every language: its code, its name there, the way to it; "" for this one."""
        places = [(language, Place(language, self.path)) for language in LANGUAGES]
        return [
            (language, LANGUAGE_NAMES[language], "" if it == self else self.top + it.whole) for language, it in places
        ]


@cache
def read_templates() -> Environment:
    """The templates of pages; what they are given is escaped."""
    environment = Environment(
        loader=PackageLoader("cim_kg", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["ranges"] = number_ranges
    return environment


@cache
def _read_style(name: str) -> dict[str, Markup | str]:
    """A style sheet, and its digest as a Content Security Policy names it."""
    text = read_template(name)
    return {"style": Markup(text), "style_hash": digest_source(text)}  # noqa: S704 our own file, without any data


def read_template(name: str) -> str:
    """The text of a file among the templates, as it stands."""
    loader = read_templates().loader
    assert loader is not None
    return loader.get_source(read_templates(), name)[0]


def digest_source(text: str) -> str:
    """The SHA-256 of a style or script in a page, in Base64, as a Content Security Policy names it."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def write_answer(sheet: Sheet) -> str:
    """The answer as a page that a word processor pastes as a table with numbered sources."""
    return read_templates().get_template("answer.html").render(sheet=sheet, **_read_style("paste.css"))


def write_paper(paper: Paper) -> str:
    """The paper as a page that a word processor pastes as headings, tables and numbered sources."""
    template = read_templates().get_template("paper.html")
    return template.render(paper=paper, silent=say_silent(paper), **_read_style("paste.css"))


def write_page(template: str, place: Place, say: Translator, versions: str, **values: object) -> str:
    """A page of the site."""
    page = read_templates().get_template(template)
    return page.render(place=place, root=place.root, say=say, versions=versions, **_read_style("style.css"), **values)
