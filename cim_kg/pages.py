"""Pages of HTML: an answer to paste into a report, and the pages of the site.

They need no script and fetch nothing: the style stands in each page and its digest in the page's Content
Security Policy (CSP Level 3, section 6.6). All text is escaped.
"""

import base64
import hashlib
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cim_kg.sheets import Sheet, number_ranges


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


def write_page(template: str, page: str, versions: str, **values: object) -> str:
    """A page of the site; `page` is its place there, from which its links go."""
    root = "../" * page.count("/")
    return (
        read_templates()
        .get_template(template)
        .render(root=root, versions=versions, **_read_style("style.css"), **values)
    )
