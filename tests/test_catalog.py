"""The form of a question: each file of tests/questions breaks it once, and says in its first line where and how."""

from pathlib import Path

import pytest

from cim_kg.catalog import find_question, list_questions, read_question
from cim_kg.errors import QuestionError, UnknownNameError
from cim_kg.places import Project

BROKEN = sorted((Path(__file__).parent / "questions").glob("*.rq"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_question_that_breaks_the_form_is_refused_with_its_line(path: Path, prefixes: dict[str, str]) -> None:
    line, complaint = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").split(": ", 1)
    with pytest.raises(QuestionError) as caught:
        read_question(path, prefixes)
    assert f"{path.name}, line {line}: " in str(caught.value)
    assert complaint in str(caught.value)


def test_every_question_of_the_project_is_in_form(project: Project) -> None:
    assert len(list_questions(project)) == len(list(project.queries.glob("*.rq")))


def test_a_misspelled_question_gets_a_suggestion(project: Project) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean phase-coverage"):
        find_question(project, "phase-covrage")


def test_header_and_tree_agree_on_the_columns(project: Project) -> None:
    for question in list_questions(project):
        assert list(question.columns) == [column.name for column in question.tree.columns]
