"""What became of the mandates: each with its state, a scorecard by addressee, and where the chain breaks.

The chain goes from the paragraph that gives a mandate over the activity that fulfils it to the money that pays for the
activity. The rule of the states is the question mandate-states; here its rows are counted and sorted out, no more.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from cim_kg.composers import Composer
from cim_kg.namespaces import CONCEPT, INTEGER
from cim_kg.papers import NOTHING, Cell, Draft, Entry, Fields, Given, Keep, Paper, Told, gather, make_cell
from cim_kg.store import Term
from cim_kg.translations import Translator

MANDATES = "mandate-states"
UNMANDATED, UNFUNDED = "unmandated-activities", "unfunded-activities"
BREAKS = (UNMANDATED, UNFUNDED, "money-without-activity")
FULFILLED, PROPOSED = "fulfilled", "only-proposed"
OPEN = ("reported-under", "due-later", "nothing-recorded")
_STATES = (FULFILLED, *OPEN, PROPOSED)
_COLUMNS = ("instrument", "modality", "mandate", "addressee", "recipient", "deadline", "state", "silence", "activity")
_ADDRESSEE = _COLUMNS.index("addressee")


def say_fulfilled(say: Translator) -> str:
    """What it means that a mandate is fulfilled."""
    return say("“Fulfilled” says that a passage calls an activity a fulfilment of it, not that all is done.")


def follow_mandates(composer: Composer, actor: NamedNode | None) -> Paper:
    """The mandates of an actor, its organs and its offices, with what became of each; of all, with the breaks too."""
    say = composer.say
    given: Given = NOTHING if actor is None else {"actor": actor}
    drafts = [
        draft_scorecard(composer, given),
        draft_states(composer, say("Mandates in force and their state"), (FULFILLED, *OPEN), given),
        draft_states(composer, say("Mandates that are only proposed"), (PROPOSED,), given),
    ]
    if actor is None:
        drafts += [draft_states(composer, say("Mandates without an activity that fulfils them"), OPEN)]
        drafts += list_breaks(composer)
    lead = (
        say("The state of a mandate follows from recorded facts alone."),
        say_fulfilled(say),
    )
    title = say("Mandates followed through")
    if actor is None:
        return composer.publish(title, lead, drafts)
    return composer.publish(title + say(": ") + composer.show(actor), lead, drafts, (actor,))


def draft_states(
    composer: Composer, heading: str, states: Collection[str], given: Given = NOTHING, keep: Keep | None = None
) -> Draft:
    """The mandates that are in one of the states, with deadline and the activity that fulfils them.

    One that is addressed to several is one line, if the same has become of it.
    """
    wanted = {_name_state(name) for name in states}

    def keep_both(fields: Fields) -> bool:
        return fields["state"] in wanted and (keep is None or keep(fields))

    draft = composer.draft(heading, MANDATES, _COLUMNS, given, keep_both)
    return replace(draft, entries=gather(draft.entries, [i for i in range(len(_COLUMNS)) if i != _ADDRESSEE]))


def draft_scorecard(composer: Composer, given: Given = NOTHING, keep: Keep | None = None) -> Draft:
    """For each addressee how many mandates are in each state; a mandate of two instruments counts once."""
    told: dict[Term | None, list[Told]] = {}
    for fields, passages in composer.list_rows(MANDATES, given):
        if keep is None or keep(fields):
            told.setdefault(fields["addressee"], []).append((fields, passages))
    entries = composer.sort(
        Entry(
            (make_cell(organ), *(_count(rows, name) for name in _STATES)),
            tuple(dict.fromkeys(passage for _, passages in rows for passage in passages)),
        )
        for organ, rows in told.items()
    )
    say = composer.say
    return Draft(
        say("Scorecard by addressee"),
        ("addressee", *_STATES),
        entries,
        note=say("A mandate that is addressed to two counts for both."),
        headings=(say.word("addressee"), *(composer.show(_name_state(name)) for name in _STATES)),
    )


def _count(rows: Iterable[Told], state: str) -> Cell:
    """How many mandates are in the state; nothing for none."""
    count = len({fields["mandate"] for fields, _ in rows if fields["state"] == _name_state(state)})
    return (Literal(str(count), datatype=INTEGER),) if count else ()


def _name_state(name: str) -> NamedNode:
    return NamedNode(f"{CONCEPT}answer.{name}")


def list_breaks(composer: Composer, keep: Keep | None = None) -> Iterator[Draft]:
    """Where the chain breaks beyond the mandates, a section for each way."""
    say = composer.say
    headings = (
        say("Activities without a mandate"),
        say("Activities without recorded money"),
        say("Money without an activity"),
    )
    columns = (
        ("activity", "type", "status", "mandate"),
        ("activity", "reached", "funder"),
        ("purpose", "funder", "status", "mandate", "activity"),
    )
    for heading, name, shown in zip(headings, BREAKS, columns, strict=True):
        yield composer.draft(heading, name, shown, keep=keep)
