"""Every answer worked out beforehand is the one that asking gives, with the same proof."""

import pytest
from pyoxigraph import Store

from cim_kg.answers import ask
from cim_kg.catalog import PAPER, list_questions
from cim_kg.places import Project, locate
from cim_kg.proof import Proof, answer
from cim_kg.repertoire import list_answers, offer_values, read_chapters
from cim_kg.store import Fact

QUESTIONS = list_questions(locate())
NAMES = [question.name for question in QUESTIONS]
OFFERED = [question.name for question in QUESTIONS if PAPER not in question.tags]
EVERY = 12  # each so many-th answer is asked and proved by itself as well


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_the_one_that_asking_gives(project: Project, store: Store, name: str) -> None:
    [question] = [it for it in list_questions(project) if it.name == name]
    answers = list(list_answers(store, question))
    for answered in answers[:2] + answers[2::EVERY]:
        alone = answer(store, question, answered.answer.parameters)
        assert answered.answer == alone.answer == ask(store, question, answered.answer.parameters)
        assert [proof.passages for proof in answered.proofs] == [proof.passages for proof in alone.proofs]
        assert list(map(list_facts, answered.proofs)) == list(map(list_facts, alone.proofs))


def list_facts(proof: Proof) -> set[Fact]:
    """The facts of all its ways."""
    return {it.fact for way in proof.ways for it in way.facts}


@pytest.mark.parametrize("name", OFFERED)
def test_every_value_that_has_rows_is_answered(project: Project, store: Store, name: str) -> None:
    [question] = [it for it in list_questions(project) if it.name == name]
    answered = [it.answer.parameters for it in list_answers(store, question)]
    needed = {parameter.name for parameter in question.parameters if parameter.required}
    for parameter in question.parameters:
        for value in offer_values(store, parameter)[::EVERY]:
            given = {parameter.name: value}
            if needed <= set(given):
                assert bool(ask(store, question, given).rows) == (given in answered), given


def test_dossiers_find_every_answer_that_they_are_made_of(project: Project, store: Store) -> None:
    questions = list_questions(project)
    known = read_chapters(store, questions)
    for question in questions:
        told = {tuple(it.answer.parameters.items()): it for it in known[question.name]}
        for name in {chapter.parameter for chapter in question.chapters}:
            parameter = next(it for it in question.parameters if it.name == name)
            for value in offer_values(store, parameter)[::EVERY]:
                rows = ask(store, question, {name: value}).rows
                found = told.get(((name, value),))
                assert rows == (found.answer.rows if found else ())
