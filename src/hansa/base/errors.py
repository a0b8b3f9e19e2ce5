"""The one error that a person is meant to read."""

from django.utils.functional import Promise


class Refused(Exception):  # noqa: N818 - the office's word
    """The state of things forbids the act; ``sentence`` says why and what to do, in the reader's language."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
