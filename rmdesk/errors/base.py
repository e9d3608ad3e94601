"""What every error is that a person can put right."""


class DeskError(Exception):
    """Something is not right, and the manager can mend it."""

    def __init__(self, **figures: object) -> None:
        super().__init__()
        self.figures = figures

    @property
    def message_id(self) -> str:
        """The English sentence, with the places of its figures."""
        return (type(self).__doc__ or "").strip().partition("\n\n")[0].replace("\n    ", " ")

    def __str__(self) -> str:
        return self.message_id.format(**self.figures)
