"""A package."""


class Base:
    """A base."""


class Derived(Base):
    """A class."""
