import pytest

from pipelines.errors import PipelineError
from pipelines.locking import writing


def test_one_writer_at_a_time(folders):
    with writing(folders), pytest.raises(PipelineError, match="another run is writing"), writing(folders):
        pass


def test_the_lock_is_free_again(folders):
    with writing(folders):
        pass
    with writing(folders):
        pass


def test_a_folder_that_cannot_be_made_says_what_to_do(folders):
    folders.curated.write_text("un file, non una cartella")
    with pytest.raises(PipelineError, match=r"can't write to .*--curated"), writing(folders):
        pass
