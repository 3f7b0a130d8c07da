"""The questions of the catalog as people and programs read them."""

import textwrap
from collections.abc import Iterable

from cim_kg.catalog import THEMES, Question
from cim_kg.translations import Translator


def group_by_theme(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """The themes in the order of the catalog, each with its questions in theirs."""
    by_theme: dict[str, list[Question]] = {}
    for question in questions:
        by_theme.setdefault(question.tags[0], []).append(question)
    return sorted(by_theme.items(), key=lambda item: THEMES.index(item[0]))


def write_overview(questions: Iterable[Question], say: Translator) -> str:
    """The questions by theme, each with its summary and an example to type."""
    lines = []
    for theme, listed in group_by_theme(questions):
        lines.append(say.word(theme))
        for question in listed:
            lines += [f"  {say.tell(question, 'summary')}", f"    cim-kg ask {question.name} {question.example}"]
        lines.append("")
    lines.append(say("cim-kg questions NAME shows one of them; cim-kg --help the commands."))
    return "\n".join(lines) + "\n"


def show_body(question: Question) -> str:
    """The question's SPARQL without its header."""
    return "\n".join(line for line in question.text.splitlines() if not line.startswith("#+")).strip()


def write_question(question: Question, width: int, say: Translator) -> str:
    """A question with all that its header says, in lines of at most `width`, and its SPARQL as it stands."""

    def tell(part: str) -> str:
        return say.tell(question, part)

    told = [tell("question"), "", tell("why"), tell("reading"), "", say("Parameters:")]
    for it in question.parameters:
        need = say("required") if it.required else say("optional")
        told.append(f"{it.name} ({it.type}, {need}){say(': ')}{tell(f'parameter {it.name}')}")
    told += [
        "",
        say("Columns:"),
        *(f"{it}{say(': ')}{tell(f'column {it}')}" for it in question.columns),
        "",
        say("Example:"),
    ]
    lines = [textwrap.fill(line, width, break_on_hyphens=False) for line in told]
    return "\n".join([*lines, f"cim-kg ask {question.name} {question.example}", "", show_body(question)]) + "\n"


def encode_questions(questions: Iterable[Question], say: Translator) -> list[dict[str, object]]:
    """The catalog as the JSON list that docs/json.md describes."""
    return [
        {
            "name": question.name,
            "summary": say.tell(question, "summary"),
            "question": say.tell(question, "question"),
            "parameters": [{"name": it.name, "type": it.type, "required": it.required} for it in question.parameters],
            "columns": list(question.columns),
            "tags": list(question.tags),
        }
        for question in questions
    ]
