"""What the tests of the shipped plugins and rules share: the product's own folder read as a project."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from reform_tui.config.project import load_project, plugin_files
from reform_tui.model.schema import BUILT_IN
from reform_tui.plugins import load_plugins

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    (root / "reform.toml").write_text('name = "Cao Bằng"\nprovince = "H14"\n', "utf-8")
    return load_project(root, BUILT_IN)


@pytest.fixture(scope="session")
def plugins(project):
    return load_plugins(plugin_files(project.root))
