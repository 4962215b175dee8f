"""A demo: a namespace whose name says what it promises."""

project = "TensorFlow"
release = "2.4"

extensions = ["myst_parser", "sphinxext.stability"]

html_theme = "furo"
html_title = "TensorFlow (demo)"
html_show_copyright = False
