"""Tables of what earlier cases teach."""

from sqlmodel import Field

from storage.tables.parts import Row


class ExperienceRow(Row, table=True):
    """What came of one thing that was tried, in cases of one category and grade; counted anew every night.

    `worked` of `judged` cases; `content` of those `asked` in a call-back; `cents` were paid in all of them.
    """

    __tablename__ = "experience"

    kind: str = Field(primary_key=True)
    category: str = Field(primary_key=True)
    grade: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    judged: int
    worked: int
    asked: int
    content: int
    cents: int
