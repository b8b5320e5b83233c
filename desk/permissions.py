"""Who may do what: one question, asked by every use case before it acts."""

from domain.errors import NotAllowed
from domain.people import Act, Person
from domain.problems import Problem


def allowed(person: Person, act: Act) -> None:
    if not person.may(act):
        raise NotAllowed(Problem.ROLE)
