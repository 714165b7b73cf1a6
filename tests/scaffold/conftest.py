"""A new project to write into."""

import pytest

from reform_tui.scaffold.project import new_project


@pytest.fixture
def project(tmp_path):
    new_project(tmp_path / "province")
    return tmp_path / "province"
