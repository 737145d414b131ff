"""The open transaction that a turn works in; it lives in the writer's thread and is never awaited."""

from sqlmodel import Session as Transaction

__all__ = ["Transaction"]
