"""What became of the mandates: each with its state, a scorecard by addressee, and where the chain breaks.

The chain goes from the paragraph that gives a mandate over the activity that fulfils it to the money that pays for the
activity. The rule of the states is the question mandate-states; here its rows are counted and sorted out, no more.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from cim_kg.names import label
from cim_kg.namespaces import CONCEPT, INTEGER
from cim_kg.papers import Composer, Draft, Entry, Paper
from cim_kg.store import Term

PROPOSED = "only-proposed"
_OPEN = ("reported-under", "due-later", "nothing-recorded")
IN_FORCE = ("fulfilled", *_OPEN)
_STATES = (*IN_FORCE, PROPOSED)
_COLUMNS = ("instrument", "mandate", "addressee", "deadline", "state", "silence", "activity")


def follow_mandates(composer: Composer, actor: NamedNode | None) -> Paper:
    """The mandates of an actor, its organs and its offices, or all of them, with what became of each."""
    say, given = composer.say, _give(actor)
    drafts = [draft(composer, **given) for draft in (draft_scorecard, draft_in_force, draft_proposed)]
    if actor is None:
        drafts += list_breaks(composer)
    lead = say("The state of a mandate follows from recorded facts alone, by the rule of the question mandate-states.")
    return composer.publish(say("Mandates followed through"), (lead,), drafts)


def _give(actor: NamedNode | None) -> dict[str, Term]:
    return {} if actor is None else {"actor": actor}


def draft_in_force(composer: Composer, **given: Term) -> Draft:
    """Each mandate in force with its addressee, deadline and state."""
    return _draft_states(composer, composer.say("Mandates in force and their state"), IN_FORCE, **given)


def draft_proposed(composer: Composer, **given: Term) -> Draft:
    """The mandates of drafts."""
    return _draft_states(composer, composer.say("Mandates that are only proposed"), (PROPOSED,), **given)


def draft_open(composer: Composer) -> Draft:
    """The mandates in force of which no passage says that they are fulfilled."""
    return _draft_states(composer, composer.say("Mandates without an activity that fulfils them"), _OPEN)


def _draft_states(composer: Composer, heading: str, states: Collection[str], **given: Term) -> Draft:
    draft = composer.draft(heading, "mandate-states", _COLUMNS, **given)
    state = draft.columns.index("state")
    kept = {_name_state(name) for name in states}
    return replace(draft, entries=tuple(entry for entry in draft.entries if kept & set(entry.cells[state])))


def draft_scorecard(composer: Composer, **given: Term) -> Draft:
    """For each addressee how many mandates are in each state; a mandate of two instruments counts once."""
    answered = composer.answer("mandate-states", **given)
    columns = answered.answer.columns
    addressee, mandate, state = (columns.index(name) for name in ("addressee", "mandate", "state"))
    told: dict[Term | None, list[tuple[Term | None, Term | None, tuple[NamedNode, ...]]]] = {}
    for row, proof in zip(answered.answer.rows, answered.proofs, strict=True):
        told.setdefault(row[addressee], []).append((row[mandate], row[state], proof.passages))
    entries = []
    for organ in sorted(told, key=str):
        counts = [len({it[0] for it in told[organ] if it[1] == _name_state(name)}) for name in _STATES]
        passages = dict.fromkeys(passage for it in told[organ] for passage in it[2])
        entries.append(Entry(((organ,) if organ else (), *map(_show_count, counts)), tuple(passages)))
    say = composer.say
    headings = (say.word("addressee"), *(label(composer.store, _name_state(name), say.language) for name in _STATES))
    return Draft(say("Scorecard"), ("addressee", *_STATES), tuple(entries), "mandate-states", headings)


def _name_state(name: str) -> NamedNode:
    return NamedNode(f"{CONCEPT}answer.{name}")


def _show_count(count: int) -> tuple[Term, ...]:
    return (Literal(str(count), datatype=INTEGER),) if count else ()


def list_breaks(composer: Composer) -> Iterator[Draft]:
    """Where the chain from paragraph to activity to money breaks, a section for each way."""
    say = composer.say
    yield draft_open(composer)
    yield composer.draft(
        say("Activities without a mandate"), "unmandated-activities", ("mandate", "status", "type", "activity")
    )
    yield composer.draft(
        say("Activities without recorded money"), "unfunded-activities", ("funder", "reached", "activity")
    )
    yield composer.draft(
        say("Money without an activity"),
        "money-without-activity",
        ("status", "funder", "purpose", "activity", "mandate"),
    )
