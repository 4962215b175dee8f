"""Convert temperatures."""


def to_kelvin(celsius: float) -> float:
    """Return a temperature in kelvin."""
    return celsius + 273.15


def c2k(celsius: float) -> float:
    """Return a temperature in kelvin."""
    return to_kelvin(celsius)


def dew_point(celsius: float, humidity: float) -> float:
    """Return about the temperature at which dew forms; *humidity* is in percent."""
    return celsius - (100 - humidity) / 5
