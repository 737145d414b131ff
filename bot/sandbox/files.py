"""The bytes of photos and documents: in memory, or in a folder that outlives the process."""

import secrets
from pathlib import Path

from bot.sandbox.journal import Journal
from bot.sandbox.records import StoredFile, as_json


class Files:
    """Files by id; an id is also the name under which the bytes lie in the folder."""

    def __init__(self, folder: Path | None, journal: Journal) -> None:
        self._folder = folder
        self._journal = journal
        self._bytes: dict[str, bytes] = {}
        self.known: dict[str, StoredFile] = {}

    def add(self, name: str, kind: str, content: bytes) -> StoredFile:
        """Keep the bytes and give them an id."""
        file = StoredFile(file_id=f"file{secrets.token_hex(12)}", name=name, kind=kind, size=len(content))
        if self._folder is None:
            self._bytes[file.file_id] = content
        else:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / file.file_id).write_bytes(content)
        self.known[file.file_id] = file
        self._journal.put(f"file/{file.file_id}", as_json(file))
        return file

    def read(self, file_id: str) -> bytes:
        """The bytes of a known file; KeyError for any other id."""
        file = self.known[file_id]
        if self._folder is None:
            return self._bytes[file.file_id]
        return (self._folder / file.file_id).read_bytes()

    def clear(self) -> None:
        """Forget all files and remove their bytes."""
        for file_id in self.known:
            self._journal.put(f"file/{file_id}", None)
            if self._folder is not None:
                (self._folder / file_id).unlink(missing_ok=True)
        self.known.clear()
        self._bytes.clear()
