"""The help of the command line in another language.

What a command says of itself is translated where it stands; the few words that Typer adds, where they are printed.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import typer

from cim_kg.translations import Translator

ADDED = (
    "Usage:",
    "Arguments",
    "Options",
    "Commands",
    "Show this message and exit.",
    "[default: ",
    "[env var: ",
    "[required]",
    "Example:",
)
"""The words that Typer prints by itself, and the one that begins our epilogs."""


def translate_help(command: Any, say: Translator) -> None:
    """Make the command and those below it say their help in the language."""
    for told in _walk(command):
        if told.help:
            told.help = say(told.help)
    for it in (command, *getattr(command, "commands", {}).values()):
        if it.epilog:
            it.epilog = it.epilog.replace("Example:", say("Example:"))
        it.context_class = type("Context", (it.context_class,), {"formatter_class": _make_formatter(say)})


def list_help(command: Any) -> list[str]:
    """All that the command and those below it say of themselves."""
    return [told.help for told in _walk(command) if told.help]


def _walk(command: Any) -> Iterator[Any]:
    """Everything that has a help: commands and their parameters."""
    for it in (command, *getattr(command, "commands", {}).values()):
        yield it
        yield from (parameter for parameter in it.params if getattr(parameter, "help", None))


def _make_formatter(say: Translator) -> type:
    base: Any = typer.Context.formatter_class

    class Formatter(base):  # type: ignore[misc]
        """Typer's, with its own words in the language."""

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or say("Usage:") + " ")

        def write_heading(self, heading: str) -> None:
            super().write_heading(say(heading))

        def write_dl(self, rows: Sequence[tuple[str, str]], *spacing: int) -> None:
            super().write_dl([(name, _translate_added(told, say)) for name, told in rows], *spacing)

    return Formatter


def _translate_added(text: str, say: Translator) -> str:
    for words in ADDED:
        text = text.replace(words, say(words))
    return text
