"""The console reads the reasons, so they must be light and in both languages."""

import subprocess
import sys

from reform_tui.feeds import reasons


def test_every_reason_has_a_sentence_in_both_languages():
    keys = {value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)}
    assert set(reasons.REASONS) == keys
    for sentences in reasons.REASONS.values():
        assert set(sentences) == {"vi", "en"}
        assert all(sentences.values())


def test_reading_them_loads_no_arrow():
    code = "import sys, reform_tui.feeds.reasons; sys.exit('pyarrow' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
