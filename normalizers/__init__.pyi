from .normalize import VERSION, normalize

__all__ = [
    "VERSION",
    "normalize",
]
