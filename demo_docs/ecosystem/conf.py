"""A demo: the status of the features of several projects, on one page."""

project = "Ecosystem"
release = "1.0"

extensions = ["sphinxext.stability"]

# For each project: where its pages are, seen from the built ones here, and the file it published.
stability_projects = {
    "torch": ("../pytorch/", "../_build/pytorch/stability.json"),
    "neuron": ("../neuron/", "../_build/neuron/stability.json"),
    "tensorflow": ("../tensorflow/", "../_build/tensorflow/stability.json"),
}

html_theme = "furo"
html_title = "Feature status (demo)"
html_show_copyright = False
