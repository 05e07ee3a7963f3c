"""Static files: hashed names and compressed copies after `collectstatic`, plain names before it."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Falls back to the plain name when nothing was collected, so that tests and a fresh clone need no extra step."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name, or the name itself when the manifest does not know it."""
        return str(self.hashed_files.get(self.hash_key(self.clean_name(name)), name))
