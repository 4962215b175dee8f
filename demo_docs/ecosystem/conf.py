"""A demo: the status of the features of several projects, on one page.

The inventories of PyTorch and AWS Neuron were made by this extension from these projects' own
documentation, with the manifests in ``tests/corpora``; they are no statements of these projects.
"""

project = "Ecosystem"
release = "1.0"

extensions = ["sphinxext.stability"]

# For each project: where its pages are, seen from the built ones here, and the file it published.
stability_projects = {
    "torch": ("../pytorch/", "../_build/pytorch/stability.json"),
    "neuron": ("../neuron/", "../_build/neuron/stability.json"),
    "tensorflow": ("../tensorflow/", "../_build/tensorflow/stability.json"),
    "pytorch": ("https://docs.pytorch.org/docs/2.6/", "inventories/pytorch.json"),
    "aws-neuron": (
        "https://awsdocs-neuron.readthedocs-hosted.com/en/latest/",
        "inventories/aws-neuron.json",
    ),
}

html_theme = "furo"
html_title = "Feature status (demo)"
html_show_copyright = False
