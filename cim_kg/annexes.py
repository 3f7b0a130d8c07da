"""The annex of an annual report: what an actor did in a period, under which mandates, where, with whose money.

It is made of the answers to questions; which of their rows belong to it, cim_kg/ranges.py says. Longer than other
modules: a function for each of its sections.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from pyoxigraph import Literal, NamedNode

from cim_kg.composers import Composer
from cim_kg.dates import read_date, say_day, say_span, write_span
from cim_kg.errors import UnknownNameError
from cim_kg.facts import find_citation
from cim_kg.followups import (
    FULFILLED,
    OPEN,
    PROPOSED,
    UNFUNDED,
    UNMANDATED,
    draft_scorecard,
    draft_states,
    list_breaks,
    say_fulfilled,
)
from cim_kg.namespaces import (
    CONCEPT,
    COUNTRY,
    DAY,
    EDTF,
    HAS_SOURCE,
    ONTOLOGY,
    POST_IN,
    RDF_TYPE,
    START_DATE,
    UNIT_OF,
)
from cim_kg.papers import Cell, Draft, Entry, Fields, Given, Paper, Told, gather, make_cell
from cim_kg.periods import Period, list_issues, merge_spans
from cim_kg.ranges import Range, read_range
from cim_kg.store import Term, find_reached, find_values
from cim_kg.suggestions import fold

_ACTIVITIES = "activities-of-a-period"
_PHASE = NamedNode(f"{ONTOLOGY}Phase")
_TOOK_PART, _THROUGH_REGION, _NOT_REPORTED = (
    NamedNode(f"{CONCEPT}answer.{name}") for name in ("took-part", "through-region", "not-reported")
)


def make_annex(composer: Composer, actor: NamedNode, period: Period) -> Paper:
    """The annex. Raises UnknownNameError where no source tells of an activity of the actor in the period."""
    say, show = composer.say, composer.show
    rows = composer.list_rows(_ACTIVITIES, _bind(actor, period))
    if not rows:
        raise _say_empty(composer, actor, period)
    drafts = [
        _draft_activities(composer, rows, period),
        _draft_participants(composer, rows),
        *_list_drafts(composer, read_range(composer.store, actor, period, rows)),
    ]
    days = {"first": say_day(period.first, say.language), "last": say_day(period.last, say.language)}
    lead = (
        say("{actor}: activities against trafficking in persons from {first} to {last}.", actor=show(actor), **days),
        say("Made from: {sources}.", sources=say("; ").join(_list_sources(composer, drafts))),
        say("Each line ends in the numbers of its sources, which are listed last; lists of names and codes have none."),
        *_say_brackets(composer, drafts),
        *_say_end(composer, drafts, period),
    )
    return composer.publish(say("Annex to the annual report: trafficking in persons"), lead, drafts, (actor,))


def _bind(actor: NamedNode, period: Period) -> Given:
    first, last = (Literal(str(day), datatype=DAY) for day in (period.first, period.last))
    return {"actor": actor, "from": first, "to": last}


def _say_empty(composer: Composer, actor: NamedNode, period: Period) -> UnknownNameError:
    """That no source tells of the period, and of which days any does."""
    rows = composer.list_rows(_ACTIVITIES, {"actor": actor})
    spans = merge_spans((it["first"].value, it["last"].value) for it, _ in rows if it["first"] and it["last"])
    problem = f"No source tells of an activity of {composer.show(actor)} from {period.first} to {period.last}"
    if not spans:
        return UnknownNameError(problem, "Name another actor with --actor; see all with: cim-kg show --all")
    told = ", ".join(f"{first} to {last}" for first, last in spans)
    return UnknownNameError(problem, f"Choose days that meet one of these: {told}")


def _say_brackets(composer: Composer, drafts: Iterable[Draft]) -> Iterator[str]:
    """What a year in brackets means, where there is one."""
    dates = (cell for draft in drafts for entry in draft.entries for cells in entry.cells for cell in cells)
    if any(isinstance(it, Literal) and it.datatype == EDTF and it.value.endswith("?") for it in dates):
        yield composer.say("A year in brackets is not in the text and follows from the period of the report.")


def _say_end(composer: Composer, drafts: Iterable[Draft], period: Period) -> Iterator[str]:
    """That nothing after the last source can be told, where the period goes on."""
    issued = list_issues(composer.store, {it for draft in drafts for entry in draft.entries for it in entry.passages})
    if issued and max(issued) < str(period.last):
        day = say_day(date.fromisoformat(max(issued)), composer.say.language)
        yield composer.say("The last source came out on {day}; what happened later is in none.", day=day)


def _list_sources(composer: Composer, drafts: Iterable[Draft]) -> list[str]:
    """How the documents are cited whose passages the drafts cite."""
    passages = {it for draft in drafts for entry in draft.entries for it in entry.passages}
    sources = {it for passage in passages for it in find_values(composer.store, passage, HAS_SOURCE)}
    return [find_citation(composer.store, it, composer.say.language) for it in sorted(sources, key=lambda it: it.value)]


def _draft_activities(composer: Composer, rows: Iterable[Told], period: Period) -> Draft:
    """A line an activity, in the order of dates, those without one last."""
    columns = ("activity", "place", "role")
    entries = [
        Entry((_show_date(composer, it), *(make_cell(it[name]) for name in columns)), passages)
        for it, passages in _put_in_order(rows)
        if it["partner"] is None
    ]
    note = " ".join(_list_notes(composer, rows, period))
    return Draft(composer.say("Activities in order"), ("date", *columns), gather(entries, (0, 1)), note=note)


def _list_notes(composer: Composer, rows: Iterable[Told], period: Period) -> Iterator[str]:
    """How to read places and dates, where there are such."""
    fields = [it for it, _ in rows]
    listed = {it["activity"] for it in fields}
    if any(_PHASE in find_values(composer.store, it, RDF_TYPE) for it in listed if isinstance(it, NamedNode)):
        yield composer.say("The places of a phase are those that a passage names for its work, begun or to come.")
    undated = [span for it in fields if it["dated"] == _NOT_REPORTED and (span := _read_span(it))]
    if any(first < str(period.first) or last > str(period.last) for first, last in undated):
        yield composer.say("What has no date falls somewhere in the time of the report, perhaps outside the period.")


def _read_span(fields: Fields) -> tuple[str, str] | None:
    """The first and the last day that are possible."""
    first, last = fields["first"], fields["last"]
    return (first.value, last.value) if first and last else None


def _put_in_order(rows: Iterable[Told]) -> list[Told]:
    """In the order of dates, what has none last."""
    return sorted(rows, key=lambda it: it[0]["dated"] == _NOT_REPORTED)


def _draft_participants(composer: Composer, rows: Iterable[Told]) -> Draft:
    """Who took part in each of the activities, or in which part of it, and in which role, in the same order."""
    columns = ("part", "role", "stated", "who")
    activities = dict.fromkeys(activity for it, _ in _put_in_order(rows) if (activity := it["activity"]))
    entries = [
        Entry(((activity,), () if part == (activity,) else part, *others), entry.passages)
        for activity in activities
        for entry in composer.draft("", "participants", columns, {"activity": activity}).entries
        for part, *others in [entry.cells]
    ]
    say = composer.say
    headings = (*map(say.word, ("activity", "part", "role")), say("how many"), say.word("who"))
    heading = say("Who took part or was invited")
    return Draft(heading, ("activity", *columns), tuple(entries), "participants", headings=headings)


def _show_date(composer: Composer, fields: Fields) -> Cell:
    """The date as a span, with the year that it is inferred to be of; that of a beginning is said to be one."""
    stated, say = fields["date"], composer.say
    span = read_date(composer.store, stated) if isinstance(stated, NamedNode) else None
    if span is None:
        told = write_span(*days) if (days := _read_span(fields)) else None
        within = say_span(told.value, say.language) if told else ""
        return (Literal(say("without a date ({span})", span=within) if within else say("without a date")),)
    if fields["dated"] == START_DATE:
        return (Literal(say("{date} (beginning)", date=say_span(span.value, say.language))),)
    return (span,)


def _list_drafts(composer: Composer, about: Range) -> Iterator[Draft]:
    """What follows the activities."""
    say = composer.say

    def keep_counted(fields: Fields) -> bool:
        proposed = fields["state"] == NamedNode(f"{CONCEPT}answer.{PROPOSED}")
        return about.holds_mandate(fields) or (proposed and about.holds_proposal(fields))

    fulfilled = say(
        "A passage calls the activity, which may lie outside the period, a fulfilment of the mandate; that all is done"
        " it does not say."
    )
    still = say(
        "No passage says that anything fulfils them; an annual report may itself be what a mandate to report asks for."
    )
    yield _note(
        draft_states(composer, say("Mandates that activities fulfil"), (FULFILLED,), keep=about.holds_mandate),
        fulfilled,
    )
    yield _note(draft_states(composer, say("Open mandates"), OPEN, keep=about.holds_mandate), still)
    yield _note(
        draft_states(composer, say("Mandates that are only proposed"), (PROPOSED,), keep=about.holds_proposal),
        say("They stand in a draft and bind nobody yet."),
    )
    scorecard = draft_scorecard(composer, keep=keep_counted)
    yield replace(scorecard, note=f"{scorecard.note} {say_fulfilled(say)}")
    yield _draft_countries(composer, about)
    yield _draft_work(composer, about)
    yield _draft_money(composer, about)
    yield _draft_media(composer, about)
    yield _draft_presentations(composer, about)
    yield _draft_observations(composer, about)
    yield _draft_recommendations(composer, about)
    notes = {
        UNMANDATED: say("No passage ties them to a mandate or an instrument; that there is none it does not say."),
        UNFUNDED: say("“Not reported” is said of what the report tells of; it need not know who paid for that."),
    }
    for gap in list_breaks(composer, about.holds_gap):
        yield _note(gap, notes[gap.question]) if gap.question in notes else gap


def _note(draft: Draft, note: str) -> Draft:
    """The draft with a note of the annex's own in place of how its question is read."""
    return replace(draft, question="", note=note)


def _draft_recommendations(composer: Composer, about: Range) -> Draft:
    """Those made at one of the activities; of those made at no event, what came out in a source of the period."""
    columns = ("recommendation", "addressee", "recipient", "carried")
    told = _list_said(composer, about, "recommendations", ("recommendation", "by", "place"))

    def keep(fields: Fields) -> bool:
        return fields["recommendation"] in told

    return _note(composer.draft(composer.say("Recommendations"), "recommendations", columns, keep=keep), "")


def _draft_work(composer: Composer, about: Range) -> Draft:
    """Which work the phases among the activities do, and where."""
    note = composer.say(
        "The status is that of the phase or of a part of it: a passage that names a country need not say that work"
        " there has begun."
    )
    columns = ("phase", "status", "work", "place")
    return _note(
        composer.draft(composer.say("Work of the phases"), "phase-coverage", columns, keep=about.holds_phase), note
    )


def _draft_presentations(composer: Composer, about: Range) -> Draft:
    """What the actor presented at the activities, by name or in our words if there are any, and what it was about."""
    columns = ("event", "presenter", "presentation", "subject")
    entries = []
    for it, passages in composer.list_rows("presentations", {"actor": about.actor}):
        told = it["presentation"]
        if it["event"] in about.activities and isinstance(told, NamedNode):
            named = (told,) if composer.show.has_name(told) else ()
            entries.append(
                Entry((*map(make_cell, (it["event"], it["presenter"])), named, make_cell(it["subject"])), passages)
            )
    return Draft(composer.say("What was presented"), columns, gather(entries, (0, 1, 2)))


def _draft_observations(composer: Composer, about: Range) -> Draft:
    """Those made at one of the activities; of those made at no event, what came out in a source of the period."""
    told = _list_said(composer, about, "observations", ("observation", "stated_by", "occasion"))

    def keep(fields: Fields) -> bool:
        return fields["observation"] in told

    columns = ("state", "observation", "date", "about")
    return _note(composer.draft(composer.say("What is observed"), "observations", columns, keep=keep), "")


def _list_said(composer: Composer, about: Range, question: str, columns: tuple[str, str, str]) -> set[Term | None]:
    """What the actor said at an activity, or in a source of the period; the columns are what, who, at which event."""
    what, who, event = columns
    rows = composer.list_rows(question)
    return {it[what] for it, passages in rows if about.holds_saying(it[who], it[event], passages)}


def _draft_countries(composer: Composer, about: Range) -> Draft:
    """By country: work and events of the actor, whose government took part, and which a phase reaches by their region.

    Last those that nothing is told of.
    """
    say, store = composer.say, composer.store
    entries = [
        Entry(tuple(make_cell(it[name]) for name in ("country", "relation", "activity")), passages)
        for it, passages in composer.list_rows("actor-countries", {"actor": about.actor})
        if it["activity"] in about.activities
    ]
    for it, passages in composer.list_rows(_ACTIVITIES, _bind(about.actor, about.period)):
        if isinstance(partner := it["partner"], NamedNode):
            for body in (partner, *find_reached(store, partner, UNIT_OF, POST_IN)):
                for country in find_values(store, body, COUNTRY):
                    entries.append(Entry(((country,), (_TOOK_PART,), make_cell(it["activity"])), passages))
    for it, passages in composer.list_rows("member-states"):
        if it["coverage"] == _THROUGH_REGION and it["activity"] in about.activities:
            entries.append(Entry((make_cell(it["country"]), (_THROUGH_REGION,), make_cell(it["activity"])), passages))
    told = {term for entry in entries for term in entry.cells[0]}
    ordered = [*composer.sort(gather(entries, (0, 1))), *_list_silent(composer, about, told)]
    return Draft(
        say("By country"),
        ("country", "relation", "activity"),
        tuple(ordered),
        note=say(
            "Work in a country is what a passage names it for, begun or to come. A government took part if it, or a"
            " body of its country, did; that a country is not named does not say that nothing was done there."
        ),
    )


def _list_silent(composer: Composer, about: Range, told: Collection[Term]) -> Iterator[Entry]:
    """The member states that nothing is told of, where a source claims to tell of the actor for the whole period."""
    states = {state for it, _ in composer.list_rows("member-states") if (state := it["country"])}
    silent = sorted(states - set(told), key=lambda it: fold(composer.show(it)))
    claiming = about.find_claim()
    if silent and claiming:
        yield Entry((tuple(silent), (_NOT_REPORTED,), ()), claiming)


def _draft_money(composer: Composer, about: Range) -> Draft:
    columns = ("status", "funder", "purpose", "mandate", "standing", "recipient")
    note = composer.say("The status is the furthest that any passage states.")
    return _note(composer.draft(composer.say("Money"), "money-by-status", columns, keep=about.holds_money), note)


def _draft_media(composer: Composer, about: Range) -> Draft:
    columns = ("date", "item", "type", "publisher", "relation", "origin")
    return _note(composer.draft(composer.say("In the media"), "media", columns, keep=about.holds_item), "")
