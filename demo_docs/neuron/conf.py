"""A demo: AWS Neuron's software classification."""

project = "AWS Neuron"
release = "2.13"

extensions = ["sphinxext.stability"]

html_theme = "sphinx_rtd_theme"
html_title = "AWS Neuron (demo)"
html_show_copyright = False
