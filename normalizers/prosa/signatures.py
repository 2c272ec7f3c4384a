"""Who signs which part of an act, in which office and when; the opinions that are given on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizers.notes import Notes
from normalizers.prosa.people import Reader, same_person
from normalizers.prosa.profile import Signatures
from normalizers.prosa.signing import SignedPart, Signer, Signing
from normalizers.prosa.text import Paragraph
from normalizers.records import Evidence

_OUTCOME_WITHIN = 15
"""Paragraphs of an opinion in which its result stands: what is further down is about something else."""


def signed_parts(profile: Signatures, text: Sequence[Paragraph]) -> list[SignedPart]:
    """The parts of an act in their order, each with who signs it."""
    sheets = list(_parts(profile, text))
    for sheet in sheets:
        Signing(profile, Reader(profile.people), sheet).read()
    return sheets


def adopter(profile: Signatures, sheets: Sequence[SignedPart]) -> Signer | None:
    """The only person who signs the part that adopts the act."""
    signers = [signer for sheet in sheets if sheet.part.adopts for signer in sheet.signers]
    found = [signer for signer in signers if not profile.no_adopter.search(signer.office.text)]
    people = {signer.name.words for signer in found}
    return found[0] if len(people) == 1 else None


def add_records(profile: Signatures, sheets: Sequence[SignedPart], notes: Notes) -> None:
    """Add the opinions and the signatures of the parts that are known."""
    for sheet in sheets:
        if sheet.part.opinion:
            _add_opinion(profile, sheet, notes)
        if sheet.part.contesto:
            for signer in sheet.signers:
                _add_signature(sheet, signer, notes)


def _parts(profile: Signatures, text: Sequence[Paragraph]) -> Iterator[SignedPart]:
    """Cut a document at the titles of its parts."""
    sheet: SignedPart | None = None
    for paragraph in text:
        titles = ((part, match) for part in profile.parts if (match := part.title.search(paragraph.text)))
        part, match = next(titles, (None, None))
        if part is not None and match is not None:
            contesto = part.contesto.format(**match.groupdict())
            if sheet is None or not contesto or contesto != sheet.contesto or len(sheet.text) > 1:
                if sheet is not None:
                    yield sheet
                sheet = SignedPart(part, contesto, paragraph)
        if sheet is not None and not 0 < sheet.part.reach < len(sheet.text):
            sheet.text.append(paragraph)
    if sheet is not None:
        yield sheet


def _add_opinion(profile: Signatures, sheet: SignedPart, notes: Notes) -> None:
    outcome, where = _outcome(profile, sheet)
    if not outcome and not sheet.signers:
        return
    organs = tuple(place for signer in sheet.signers for place in _places(signer.office.lines))
    evidence = {"tipo": sheet.title.where, "esito": where, "organo": organs}
    notes.at = sheet.title.at
    notes.add(
        "parere",
        {"tipo": sheet.part.opinion, "esito": outcome, "organo": "; ".join(s.office.text for s in sheet.signers)},
        {name: places for name, places in evidence.items() if places},
    )


def _outcome(profile: Signatures, sheet: SignedPart) -> tuple[str, tuple[Evidence, ...]]:
    """The result of an opinion; none where the form leaves the choice open."""
    for line in sheet.text[:_OUTCOME_WITHIN]:
        found = {match.group().casefold(): match.group() for match in profile.outcome.finditer(line.text)}
        if found:
            return (next(iter(found.values())), line.where) if len(found) == 1 else ("", ())
    return "", ()


def _add_signature(sheet: SignedPart, signer: Signer, notes: Notes) -> None:
    dated = (one for one in sheet.digital if one.date and same_person(signer.name.words, one.name.words))
    digital = next(dated, None)
    evidence = {"nome": signer.where.where, "ruolo": _places(signer.office.lines), "contesto": sheet.title.where}
    if digital is not None:
        evidence["data"] = digital.where.where
    notes.at = signer.office.lines[0].at
    fields = {"nome": signer.name.text, "ruolo": signer.office.text, "contesto": sheet.contesto}
    notes.add("firma", {**fields, "data": digital.date if digital else ""}, evidence)


def _places(lines: Sequence[Paragraph]) -> tuple[Evidence, ...]:
    return tuple(place for line in lines for place in line.where)
