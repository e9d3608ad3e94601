"""What is wrong in an offer as it was written."""


class Wrong(ValueError):
    """A field of an offer is refused: `code` says why, `text` is what stands there."""

    def __init__(self, field: str, code: str, text: str = "") -> None:
        super().__init__(f"{field}: {code} {text}".strip())
        self.field, self.code, self.text = field, code, text
