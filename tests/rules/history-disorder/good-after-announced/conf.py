"""What waits for another change may be announced before that is done."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
