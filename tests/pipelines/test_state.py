"""What the next run knows of a run that didn't end."""

from pathlib import Path

from pipelines.documents.register import Source
from pipelines.night.state import begin, held_state, is_published, only_documents_came, remember


def published(folders, state):
    for path in (folders.published, folders.working):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    remember(folders, state)


def test_a_run_that_ended_leaves_what_is_published(folders):
    published(folders, {"a.pdf": "uno"})
    assert held_state(folders) == {"a.pdf": "uno"}
    assert is_published(folders, {"a.pdf": "uno"})


def test_what_a_killed_run_may_have_changed_is_not_known(folders):
    published(folders, {"a.pdf": "uno", "b.pdf": "uno"})
    begin(folders, {"a.pdf": "due", "b.pdf": "uno", "nuovo.pdf": "uno"})
    assert held_state(folders) == {"a.pdf": "", "b.pdf": "uno", "nuovo.pdf": "uno"}
    assert not is_published(folders, {"a.pdf": "uno", "b.pdf": "uno"})
    begin(folders, {"a.pdf": "uno", "b.pdf": "uno", "nuovo.pdf": "due"})
    assert held_state(folders) == {"a.pdf": "", "b.pdf": "uno", "nuovo.pdf": ""}
    published(folders, {"a.pdf": "uno"})
    assert held_state(folders) == {"a.pdf": "uno"}


def test_values_loaded_beside_a_run_say_nothing_of_the_documents(folders):
    published(folders, {"a.pdf": "uno"})
    folders.pending.touch()
    assert held_state(folders) == {"a.pdf": "uno"}


def test_a_night_is_small_when_documents_came_and_nothing_else_is_new():
    held = {"a.pdf": "uno", "caricamento": "1"}
    sources = [Source(name, Path(name), "0", 1, {}) for name in ("a.pdf", "b.pdf")]
    assert only_documents_came(held, held | {"b.pdf": "uno"}, sources)
    assert not only_documents_came({}, held, sources)
    # its line in the register, a rule, the code; a run that died may have loaded it under another line
    for changed in ({"a.pdf": "due"}, {"regole/x.toml": "uno"}, {"caricamento": "2"}):
        assert not only_documents_came(held, held | changed, sources)
    assert not only_documents_came(held | {"a.pdf": ""}, held, sources)
    assert not only_documents_came(held | {"regole/x.toml": "uno"}, held, sources)
