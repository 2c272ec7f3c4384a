"""What a layout of the shape `prosa` says: patterns over the paragraphs of running text."""

from __future__ import annotations

from normalizers.schema import Label, Pattern, Settings


class Act(Settings):
    """What act a document says that it is.

    `heading` is the line that names it, with the groups `tipo` and, where the line goes on, `numero`, `organo` (more of
    the kind) and `data`. `numbered` is a line over the heading or the subject that holds number and date, `in_words`
    the sentence that dates the meeting (`anno`, `mese`, `giorno`). A document is an act only with its `subject`, at
    most `reach` paragraphs further down, both `within` its first paragraphs. The subject goes on to the end of its
    block of print, but for what `subject_ends`, and over `subject_goes_on`. `facts` are patterns by field: the first
    that is found counts, its group or else all of it. `flags` are patterns of what makes a field true. `bodies` find
    names of bodies, the smallest kind first: kind and name in the groups `tipo` and `nome`.
    """

    heading: Pattern
    numbered: Pattern
    in_words: Pattern
    subject: Pattern
    subject_ends: Pattern
    subject_goes_on: Pattern
    within: int
    reach: int
    facts: dict[str, tuple[Pattern, ...]]
    flags: dict[str, tuple[Pattern, ...]]
    bodies: tuple[Pattern, ...]


class Part(Settings):
    """A part of an act that may be signed.

    `title` begins it, the groups of the title stand in `contesto` as `{group}`. Without `contesto` its signatures are
    no records. `opinion` is the kind of opinion that it gives; who signs a part that `adopts` adopts the act. A part
    ends with the title of the next, or after `reach` paragraphs (0: it is as long as it is).
    """

    title: Pattern
    contesto: str = ""
    opinion: str = ""
    adopts: bool = False
    reach: int = 0


class People(Settings):
    """How a line is told to name an office or a person.

    `office` is what an office's line begins with, `complete` one that needs no department, `joins` what a line ends or
    begins with that goes on with the office. `honorific`, `signed` (`F.to`) and `given_names` tell that a line is a
    name, a word of a `department` or of `no_name` that it is none; `after` is what may follow a name.
    """

    office: Pattern
    complete: Pattern
    joins: Pattern
    honorific: Pattern
    signed: Pattern
    after: Pattern
    department: Pattern
    no_name: Pattern
    given_names: frozenset[Label]


class Signatures(Settings):
    """Who signs an act: a line with the office, then one with the name, or a digital signature.

    `blank` is a line that says nothing. `digital` begins a line of digital signatures, each of them a `digital_one`
    with the groups `nome` and `data`. `outcome` is the result of an opinion. `no_adopter` is an office that signs
    beside the one who adopts.
    """

    parts: tuple[Part, ...]
    people: People
    blank: Pattern
    digital: Pattern
    digital_one: Pattern
    outcome: Pattern
    no_adopter: Pattern


class SheetField(Settings):
    """A part of a sheet: the labels that it stands under, and whether it holds `items` or one text."""

    labels: tuple[Label, ...]
    items: bool = False


class Assignees(Settings):
    """The closing sentences that say who is given which sheets: `each` with the groups `chi` and `numeri`, without
    numbers it is all of them. `field` holds their names."""

    field: str
    each: Pattern


class Sheet(Settings):
    """A sheet of labelled paragraphs, printed once for each record of `kind`.

    `title` begins it, its groups are fields, those of `head` too; `heading` is the field of the text before the first
    label. `end` follows the last sheet. A sheet without a `required` field is none.
    """

    kind: str
    title: Pattern
    head: tuple[Pattern, ...]
    heading: str
    fields: dict[str, SheetField]
    end: Pattern
    required: tuple[str, ...]
    assignees: Assignees | None = None


class NumberedList(Settings):
    """A numbered list under its titles: paragraphs one after the other, each found by its pattern."""

    kind: str
    titles: tuple[Pattern, ...]
    number: str
    text: str


class Prosa(Settings):
    """Facts of running text: an act, its signatures, sheets of labelled paragraphs, numbered lists."""

    act: Act | None = None
    signatures: Signatures | None = None
    sheet: Sheet | None = None
    list: NumberedList | None = None
