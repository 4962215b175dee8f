"""What source code says of itself, read as text and never imported.

``scan`` finds in the text of one module what it deprecates, ``messages`` reads what such a warning
says, ``uses`` what warns nobody, ``codebase`` finds the module that an object is defined in.
"""
