"""What is inside an answer: PDFs in signed envelopes and archives, and what is kept out."""

import io
import zipfile

import pytest
from asn1crypto import cms, core
from cryptography.hazmat.primitives.serialization import Encoding
from envelopes_made_up import pdf, signed, zipped

from pipelines.fetching.envelopes import opened
from pipelines.fetching.limits import Limits
from pipelines.fetching.signatures import unwrapped
from pipelines.fetching.store import slug

ACT = pdf("atto")
LIMITS = Limits(unpacked=10_000, members=4, nesting=2)


def the_one(body, name="x", limits=LIMITS):
    (found,) = opened(name, body, limits)
    return found


def tlv(tag, *parts):
    """Length left open, as programs write it that sign while they read."""
    return bytes([tag, 0x80]) + b"".join(parts) + b"\0\0"


def in_ber(envelope, step=7):
    """The same envelope as many signing programs write it: lengths left open, the content in segments."""
    data = cms.ContentInfo.load(envelope)["content"]
    content = data["encap_content_info"]["content"].native
    segments = [core.OctetString(content[at : at + step]).dump() for at in range(0, len(content), step)]
    inner = tlv(0x30, core.ObjectIdentifier("1.2.840.113549.1.7.1").dump(), tlv(0xA0, tlv(0x24, *segments)))
    rest = [data[name].dump() for name in ("certificates", "signer_infos")]
    signed_data = tlv(0x30, data["version"].dump(), data["digest_algorithms"].dump(), inner, *rest)
    return tlv(0x30, core.ObjectIdentifier("1.2.840.113549.1.7.2").dump(), tlv(0xA0, signed_data))


def base64_alone(armoured):
    return b"\n".join(armoured.splitlines()[1:-1])


@pytest.mark.parametrize(
    "envelope",
    [signed(ACT), signed(ACT, Encoding.PEM), base64_alone(signed(ACT, Encoding.PEM)), in_ber(signed(ACT))],
    ids=["der", "pem", "base64", "ber"],
)
def test_a_signed_act_is_unwrapped_and_its_signer_kept(envelope):
    found = the_one(envelope)
    assert (found.pdf, found.refused) == (ACT, "")
    (signer,) = found.signers
    assert (signer.name, signer.serial) == ("Ada Inventata", "5eed")
    assert signer.signed_at.endswith("+00:00")


def test_an_act_signed_twice_has_both_signers():
    found = the_one(signed(signed(ACT)))
    assert found.pdf == ACT and len(found.signers) == 2


def test_a_large_envelope_in_pieces_is_whole():
    large = b"%PDF-1.4" + bytes(range(256)) * 300
    assert unwrapped(in_ber(signed(large), 1000))[0] == large


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (signed(ACT, detached=True), "solo la firma"),
        (signed(ACT)[:300], "danneggiata"),
        (b"PK\x03\x04 rotto", "danneggiato"),
        (zipped({"leggimi.txt": ACT}), "non contiene PDF"),
        (zipped({f"{number}.pdf": ACT for number in range(5)}), "troppi documenti"),
        (zipped({"a.pdf": b"%PDF-" + b"0" * 20_000}), "a.pdf"),
        (signed(signed(signed(ACT))), "una dentro l'altra"),
        (b"\xff\xd8\xff\xe0 JFIF", "comincia con"),
        (b"\n<HTML><TITLE>Accesso\nnegato</TITLE>", "«Accesso negato»"),
    ],
)
def test_what_is_refused_says_why(body, said):
    found = the_one(body)
    assert said in f"{found.name}: {found.refused}" and found.refused and not found.pdf


def test_an_archive_that_blows_up_is_cut_however_it_is_nested():
    bomb = zipped({"a.pdf": b"%PDF-" + b"0" * 6_000})
    found = opened("x", zipped({"1.zip": bomb, "2.zip": bomb}), LIMITS)
    assert [bool(one.pdf) for one in found] == [True, False]
    assert "scompattato" in found[1].refused


def test_a_member_with_a_password_is_refused_by_itself():
    body = bytearray(zipped({"a.pdf": ACT, "b.pdf": ACT}))
    # the flag "encrypted" of the first member, in its own header and in the central directory
    body[6] |= 1
    body[body.index(b"PK\x01\x02") + 8] |= 1
    found = opened("x", bytes(body), LIMITS)
    assert "password" in found[0].refused and found[1].pdf == ACT


def test_paths_in_an_archive_lead_nowhere():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../etc/a.pdf", ACT)
    assert the_one(file.getvalue()).name == "a.pdf"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PEG 2031 – Città.pdf.p7m", "peg-2031-citta"),
        ("../../x.PDF", "x"),
        ("日本.pdf", "documento"),
        ("a" * 200, "a" * 80),
        ("", "documento"),
    ],
)
def test_names_are_safe(name, expected):
    assert slug(name) == expected
