"""Who may do what: one question, asked by every use case before it acts."""

from domain.errors import NotAllowed
from domain.people import Act, Person


def allowed(person: Person, act: Act) -> None:
    if not person.may(act):
        raise NotAllowed(why="hãy nhờ quản trị viên đổi vai trò.")
