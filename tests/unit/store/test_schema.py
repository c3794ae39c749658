"""The newest schema is told by the migrations' numbers, as Alembic tells it by their links."""

import subprocess
import sys

from alembic.config import Config
from alembic.script import ScriptDirectory

from backend.store.engine import MIGRATIONS, newest_schema


def test_the_newest_schema_is_alembic_s_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert newest_schema() == scripts.get_current_head()
    names = [(script.revision, script.path.rpartition("/")[2][:4]) for script in scripts.walk_revisions()]
    assert all(revision == number for revision, number in names)


def test_a_server_that_runs_has_not_loaded_alembic() -> None:
    program = "import backend.app, sys; print('alembic' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
