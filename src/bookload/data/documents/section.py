"""A section of a document."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A section of a document: unknown keys are errors, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)
