"""The file that says what counts when actors are introduced to one another, and how much."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from cim_kg.errors import InputError
from cim_kg.serialization import read_text

_MARK = "\ufeff"  # with which some editors begin a file
_MOST = 1000
_NAME = re.compile(r"[\w.-]+", re.ASCII)
_TEXTS = ("question", "column", "why")


@dataclass(frozen=True)
class Component:
    """A ground to talk: the question that tells what an actor has, the column that names it, and what it adds.

    With `relations`, the names of concepts, only rows with one of them in the column “relation” count.
    """

    name: str
    weight: Decimal
    question: str
    column: str
    why: str
    relations: tuple[str, ...] = ()


def read_components(path: Path) -> list[Component]:
    """The components of a file of weights. Raises InputError where it is not in that form."""
    try:
        told = tomllib.loads(read_text(path).removeprefix(_MARK), parse_float=Decimal)
    except ValueError as error:  # TOMLDecodeError is one, and a number of too many digits
        raise InputError(f"{path} cannot be read as TOML: {error}", "Mend the file") from error
    if not told:
        raise InputError(f"{path} has no component", "Write one as in queries/introductions.toml")
    return [_read_component(path, name, it) for name, it in told.items()]


def _read_component(path: Path, name: str, told: object) -> Component:
    if not isinstance(told, Mapping) or not {"weight", *_TEXTS} <= set(told) <= {"weight", "relations", *_TEXTS}:
        raise _refuse(path, name, "weight, question, column and why, and perhaps relations")
    weight, relations = told["weight"], told.get("relations", [])
    if isinstance(weight, bool) or not isinstance(weight, int | Decimal) or not _is_in_bounds(weight):
        raise _refuse(path, name, f"as weight a number from 0 to {_MOST}; 0 leaves the component out")
    if not all(isinstance(told[key], str) and told[key] for key in _TEXTS):
        raise _refuse(path, name, "question, column and why as texts")
    if not isinstance(relations, list) or not all(isinstance(it, str) and _NAME.fullmatch(it) for it in relations):
        raise _refuse(path, name, "relations as a list of names of concepts")
    return Component(name, Decimal(weight), told["question"], told["column"], told["why"], tuple(relations))


def _is_in_bounds(weight: int | Decimal) -> bool:
    return not (isinstance(weight, Decimal) and weight.is_nan()) and 0 <= weight <= _MOST


def _refuse(path: Path, name: str, needed: str) -> InputError:
    return InputError(f"{path}: the component “{name}” is not in form", f"Give it {needed}")
