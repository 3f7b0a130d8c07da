"""The explorer as one file: its data, its scripts and its style in a page that needs nothing else.

The scripts are modules of JavaScript, a file each in scripts/. The page holds them joined, with the digests of all
scripts in its Content Security Policy (CSP Level 3, section 6.6); the data is compressed JSON (RFC 1952) in Base64,
which no parser takes for markup or script.
"""

import base64
import gzip
import json
import re
from collections.abc import Iterator
from importlib.resources import files

from markupsafe import Markup

from cim_kg.drawing import read_library
from cim_kg.explorer import Record
from cim_kg.pages import digest_source, read_template, read_templates
from cim_kg.translations import LANGUAGE_NAMES

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_MARGIN = 40


def write_explorer(data: Record) -> str:
    """The page of the data that `encode_explorer` gives."""
    packed = gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)
    template, texts = read_templates().get_template("explorer.html"), data["texts"]
    assert isinstance(texts, dict)
    return template.render(
        data=data,
        texts=texts["en"],
        languages=LANGUAGE_NAMES.items(),
        box=_bound(data["things"]),
        packed=base64.b64encode(packed).decode(),
        scripts=[_embed(read_library()), _embed(join_scripts())],
        style=_embed(read_template("explorer.css")),
    )


def join_scripts() -> str:
    """The modules as one script, each after those that it imports.

    The names at the top of the modules are all different, so that the script needs no modules of the browser.
    """
    parts = "\n".join(_EXPORT.sub("", _IMPORT.sub("", text)) for text in _list_modules("main", set()))
    return f'(() => {{\n"use strict";\n{parts}\nstart(globalThis.vis);\n}})();\n'


def _list_modules(name: str, known: set[str]) -> Iterator[str]:
    """The text of a module, after those of all that it imports, each once."""
    if name in known:
        return
    known.add(name)
    text = (files("cim_kg") / "scripts" / f"{name}.js").read_text(encoding="utf-8")
    for needed in _IMPORT.findall(text):
        yield from _list_modules(needed, known)
    yield text


def _embed(text: str) -> dict[str, str]:
    """The text of a script or style as it stands in the page, and its digest; no part of it may end the element."""
    safe = text.replace("</", "<\\/") if "</script" in text else text
    return {"text": Markup(safe), "digest": digest_source(safe)}  # noqa: S704 our own files and vis-network


def _bound(things: object) -> tuple[float, float, float, float]:
    """Left, top, width and height of what the things cover, for the picture of those without scripts."""
    assert isinstance(things, list)
    places = [thing["at"] for thing in things] or [(0.0, 0.0)]
    left, top = (min(place[i] for place in places) - _MARGIN for i in (0, 1))
    return left, top, *(max(place[i] for place in places) + _MARGIN - low for i, low in ((0, left), (1, top)))
