"""Those whom the data names, for saying whose book a csm sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.errors import BookloadError
from bookload.data.tables import unbound
from bookload.web.asked import Place, reader_at

if TYPE_CHECKING:
    from bookload.base.access import Access


def named(access: Access) -> dict[str, str]:
    """Return the people of the data by id, with their names; nobody where nothing can be read yet."""
    try:
        people = unbound("people")
        rows = reader_at(Place(), access).collect(people.select("person_id", "name")).rows()
    except BookloadError:
        return {}
    return {str(row["person_id"]): str(row["name"]) for row in rows}
