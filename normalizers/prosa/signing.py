"""How the lines of one part of an act name who signs it: office over name, side by side, or a digital signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from normalizers.prosa.dates import first_date
from normalizers.prosa.people import Name, Reader, same_person, word_set
from normalizers.prosa.profile import Part, Signatures
from normalizers.prosa.text import Paragraph


@dataclass(slots=True)
class Office:
    """An office that a line prints, still without a name."""

    text: str
    lines: list[Paragraph]


@dataclass(frozen=True, slots=True)
class Signer:
    """A person who signs, in an office."""

    name: Name
    office: Office
    where: Paragraph


@dataclass(frozen=True, slots=True)
class Digital:
    """A digital signature: who and when (ISO, empty where it doesn't say)."""

    name: Name
    date: str
    where: Paragraph


@dataclass(slots=True)
class SignedPart:
    """A part of an act with its signatures."""

    part: Part
    contesto: str
    title: Paragraph
    text: list[Paragraph] = field(default_factory=list)
    signers: list[Signer] = field(default_factory=list)
    digital: list[Digital] = field(default_factory=list)
    open: list[Office] = field(default_factory=list)
    """Offices printed last, for which the name is to come."""


@dataclass(slots=True)
class Signing:
    """Reads the signatures of one part."""

    profile: Signatures
    people: Reader
    sheet: SignedPart

    def read(self) -> None:
        """Fill in the part's signers and digital signatures."""
        lines = self.sheet.text[1:]
        self.sheet.digital = list(self._digital(lines))
        signed = [one.name.words for one in self.sheet.digital]
        printed = {id(one.where) for one in self.sheet.digital}
        waiting: list[Office] = []
        for line in lines:
            if id(line) in printed:
                waiting = waiting or self.sheet.open
                self.sheet.open = []
            elif not self.profile.blank.fullmatch(line.text):
                self._read_line(line, signed)
        self._sign_digitally(waiting)

    def _digital(self, lines: Sequence[Paragraph]) -> Iterator[Digital]:
        """The digital signatures of a part; a line of more names with their dates goes on with the one before."""
        inside = False
        for line in lines:
            begin = self.profile.digital.search(line.text)
            found = self.profile.digital_one
            inside = begin is not None or (inside and any(m["data"] for m in [found.match(line.text)] if m))
            if inside:
                start = begin.end() if begin else 0
                for match in found.finditer(line.text, start):
                    if match["data"] or match.start() == start:
                        name = Name(match["nome"], word_set(match["nome"]))
                        yield Digital(name, first_date(match["data"] or ""), line)

    def _read_line(self, line: Paragraph, signed: Sequence[frozenset[str]]) -> None:
        offices = self.people.offices(line.text)
        if offices:
            self._open(line, offices)
        elif self.sheet.open and not self._name(line, signed) and not self._goes_on(line):
            self.sheet.open = []

    def _open(self, line: Paragraph, offices: Sequence[str]) -> None:
        """Offices begin; a name behind one signs at once."""
        if len(offices) > 1:
            self.sheet.open = []
        for printed in offices:
            text, name = self.people.split(printed)
            office = Office(text, [line])
            if name is not None and name.sure:
                self.sheet.signers.append(Signer(name, office, line))
            else:
                self.sheet.open.append(office)

    def _name(self, line: Paragraph, signed: Sequence[frozenset[str]]) -> bool:
        """Whether a line names who signs: each name goes to the office over it."""
        names = self.people.names(line.text)
        if len(names) > 1 or _side_by_side(self.sheet.open):
            return self._sign_side_by_side(names, line)
        name = self.people.name(line.text, signed)
        over = [office for office in self.sheet.open if _over(office, line)]
        if name is None or not over:
            return False
        if not name.sure and (line.text.isupper() or not self.profile.people.complete.fullmatch(over[-1].text)):
            return False
        self.sheet.signers.append(Signer(name, over[-1], line))
        self.sheet.open = [office for office in self.sheet.open if office not in over]
        return True

    def _sign_side_by_side(self, names: Sequence[Name], line: Paragraph) -> bool:
        """As many names as offices on a line: they belong together in their order."""
        if not names or len(names) != len(self.sheet.open):
            return False
        self.sheet.signers += [Signer(name, office, line) for name, office in zip(names, self.sheet.open, strict=True)]
        self.sheet.open = []
        return True

    def _goes_on(self, line: Paragraph) -> bool:
        """Whether a line goes on with the office over it."""
        over = [office for office in self.sheet.open if _over(office, line)]
        if not over or _side_by_side(self.sheet.open) or not self.people.goes_on(over[-1].text, line.text):
            return False
        over[-1].text = f"{over[-1].text} {line.text}"
        over[-1].lines.append(line)
        return True

    def _sign_digitally(self, waiting: Sequence[Office]) -> None:
        """A digital signature right under an office stands for the name that isn't printed."""
        names = [signer.name.words for signer in self.sheet.signers]
        others = [one for one in self.sheet.digital if not any(same_person(one.name.words, n) for n in names)]
        if len(waiting) == 1 and len(others) == 1:
            self.sheet.signers.append(Signer(others[0].name, waiting[0], others[0].where))


def _side_by_side(offices: Sequence[Office]) -> bool:
    return len(offices) > 1 and len({id(office.lines[0]) for office in offices}) == 1


def _over(office: Office, line: Paragraph) -> bool:
    """Whether an office stands over a line, not beside it in another column."""
    one, other = office.lines[-1].where[-1], line.where[0]
    return one.page != other.page or (one.box[0] < other.box[2] and other.box[0] < one.box[2])
