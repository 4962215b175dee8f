"""Users are told too late, or by the deprecation only; the error is what they must be told of."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
