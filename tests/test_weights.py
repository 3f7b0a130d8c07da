"""The file of weights: what it takes, and what it refuses."""

from decimal import Decimal
from pathlib import Path

import pytest

from cim_kg.composers import say_number
from cim_kg.errors import InputError
from cim_kg.weights import read_components

COMPONENT = '[theme]\nweight = {}\nquestion = "actor-themes"\ncolumn = "theme"\nwhy = "So."\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "weights.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_weight_is_the_number_that_is_written(tmp_path: Path) -> None:
    (component,) = read_components(write(tmp_path, COMPONENT.format("0.1")))
    assert component.weight * 3 == Decimal("0.3")


def test_a_file_that_begins_with_a_mark_is_read(tmp_path: Path) -> None:
    assert read_components(write(tmp_path, "\ufeff" + COMPONENT.format(2)))[0].weight == 2


@pytest.mark.parametrize("weight", ["-1", "1001", "1e308", "1" + "0" * 400, "nan", "inf", "true", '"2"'])
def test_a_weight_out_of_bounds_is_refused(weight: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="as weight a number from 0 to 1000"):
        read_components(write(tmp_path, COMPONENT.format(weight)))


def test_a_relation_that_no_concept_can_be_called_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, COMPONENT.format(1) + 'relations = ["bad name>"]\n')
    with pytest.raises(InputError, match="relations as a list of names of concepts"):
        read_components(path)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "1,234.5"), ("es", "1.234,5"), ("pt", "1.234,5"), ("fr", "1\u202f234,5")]
)
def test_a_number_is_written_as_its_reader_does(language: str, said: str) -> None:
    assert say_number(Decimal("1234.5"), language) == said
