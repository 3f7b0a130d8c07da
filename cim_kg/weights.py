"""The file that says what counts when actors are introduced to one another, and how much."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from cim_kg.errors import InputError
from cim_kg.serialization import read_text

_TEXTS = ("question", "column", "why")


@dataclass(frozen=True)
class Component:
    """A ground to talk: the question that tells what an actor has, the column that names it, and what it adds.

    With `relations`, the names of concepts, only rows with one of them in the column “relation” count.
    """

    name: str
    weight: float
    question: str
    column: str
    why: str
    relations: tuple[str, ...] = ()


def read_components(path: Path) -> list[Component]:
    """The components of a file of weights. Raises InputError where it is not in that form."""
    try:
        told = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} cannot be read as TOML: {error}", "Mend the file") from error
    if not told:
        raise InputError(f"{path} has no component", "Write one as in queries/introductions.toml")
    return [_read_component(path, name, it) for name, it in told.items()]


def _read_component(path: Path, name: str, told: object) -> Component:
    if not isinstance(told, Mapping) or not {"weight", *_TEXTS} <= set(told) <= {"weight", "relations", *_TEXTS}:
        raise _refuse(path, name, "weight, question, column and why, and perhaps relations")
    weight, relations = told["weight"], told.get("relations", [])
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not isfinite(weight) or weight < 0:
        raise _refuse(path, name, "as weight a number that is not below 0; 0 leaves the component out")
    if not all(isinstance(told[key], str) and told[key] for key in _TEXTS):
        raise _refuse(path, name, "question, column and why as texts")
    if not isinstance(relations, list) or not all(isinstance(it, str) for it in relations):
        raise _refuse(path, name, "relations as a list of names of concepts")
    return Component(name, weight, told["question"], told["column"], told["why"], tuple(relations))


def _refuse(path: Path, name: str, needed: str) -> InputError:
    return InputError(f"{path}: the component “{name}” is not in form", f"Give it {needed}")
