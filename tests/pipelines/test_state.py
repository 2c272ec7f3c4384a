"""What the next run knows of a run that didn't end."""

from pipelines.night.state import begin, held_state, is_published, remember


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
