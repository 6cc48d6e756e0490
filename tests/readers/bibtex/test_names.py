"""Names as people, programs and biblatex write them."""

from __future__ import annotations

import pytest

from evidencebase.readers.bibtex.names import OTHERS, Names, Person

PEOPLE = {
    "Doe, Ada": [("Doe", "Ada")],
    "Ada B. Doe": [("Doe", "Ada B.")],
    "Plato": [("Plato", "")],
    "Ludwig van Beethoven": [("van Beethoven", "Ludwig")],
    "van Beethoven, Ludwig": [("van Beethoven", "Ludwig")],
    "King, Jr., Martin Luther": [("King", "Martin Luther, Jr.")],
    "Robert~L. Mercer": [("Mercer", "Robert L.")],
    "van~der~Berg, Jan~B.": [("van der Berg", "Jan B.")],
    "{World Health Organization}": [("World Health Organization", "")],
    "{Bone and Mineral Group} and Doe, Ada": [("Bone and Mineral Group", ""), ("Doe", "Ada")],
    "{Doe, Ada}": [("Doe, Ada", "")],
    "Smith, {J. R.} AND others": [("Smith", "J. R."), OTHERS],
    'M{\\"u}ller, Hans and {\\"O}zil, Mesut': [("Müller", "Hans"), ("Özil", "Mesut")],
    "Jens {\\o}ster Lund": [("øster Lund", "Jens")],  # as in BibTeX
    "{\\'E}mile Zola": [("Zola", "Émile")],
    "Stephen A. {Della Pietra}": [("Della Pietra", "Stephen A.")],
    "Charles de la Vall{\\'e}e Poussin": [("de la Vallée Poussin", "Charles")],
    "family=Beethoven, given=Ludwig, prefix=van": [("van Beethoven", "Ludwig")],
    "given={Martin Luther}, family=King, suffix={Jr.}": [("King", "Martin Luther, Jr.")],
    "sortingnamekey=x, given=Arthur, family=Smith": [("Smith", "Arthur")],
    "Doe, Ada and et al.": [("Doe", "Ada"), OTHERS],
    "Doe, Ada and": [("Doe", "Ada")],
    "Brandy, Anders And Doe, Ada": [("Brandy", "Anders"), ("Doe", "Ada")],
    "{A and {B}} and Ann {C and D}": [("A and B", ""), ("C and D", "Ann")],
    "a, b, c, d": [("a", "c, d, b")],
    ", Ada": [("Ada", "")],
    "Иванов, Иван": [("Иванов", "Иван")],
}


@pytest.mark.parametrize("written", PEOPLE)
def test_people(written: str) -> None:
    assert Names().people(written) == [Person(*person) for person in PEOPLE[written]]


def test_a_spelling_is_read_once() -> None:
    names = Names()
    assert names.people("Ada Doe")[0] is names.people("Ada Doe")[0]
