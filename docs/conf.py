"""Sphinx: the documentation of Poise. Pages that only repeat what the code says are written anew at each build."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from generate import write_pages  # noqa: E402

import poise  # noqa: E402

write_pages(HERE / "_generated")

project = "Poise"
author = "The Poise developers"
copyright = "2026, The Poise developers"
version = release = poise.__version__

extensions = ["myst_parser", "sphinx_design"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "_generated", "generate"]
templates_path = []
add_module_names = False
python_display_short_literal_types = True
toc_object_entries_show_parents = "hide"

html_theme = "pydata_sphinx_theme"
html_title = f"Poise {release}"
html_show_sourcelink = False
html_static_path = ["_static"]
html_css_files = ["poise.css"]
html_theme_options = {
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "show_prev_next": True,
    "header_links_before_dropdown": 6,
    "footer_start": ["copyright"],
    "footer_end": ["sphinx-version"],
}
html_sidebars = {"**": []}  # no page has pages of its own
