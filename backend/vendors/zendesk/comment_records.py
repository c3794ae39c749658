"""Zendesk's comments on a ticket as its API shows them, read into the product's words.

Facts: developer.zendesk.com, "Ticket comments".
"""

from typing import Annotated

from pydantic import Field

from backend.domain.tickets import Comment
from backend.vendors.fields import Maybe, Moment, Number, Record, Several, Text, Words
from backend.vendors.zendesk.records import PersonRecord

METADATA_KEY = "oncall_operation"
"""Under which an update carries our mark in its audit."""


class Via(Record):
    channel: Maybe[Text] = None


class Custom(Record):
    mark: Annotated[Maybe[Text], Field(alias=METADATA_KEY)] = None


class CommentMetadata(Record):
    custom: Maybe[Custom] = None


class CommentRecord(Record):
    id: Number
    # Zendesk's own comments have the author -1.
    author_id: Annotated[int, Field(strict=True)]
    public: bool
    created_at: Moment
    html_body: Words = ""
    via: Maybe[Via] = None
    metadata: Maybe[CommentMetadata] = None


class Authors(Record):
    users: Several[PersonRecord] = ()


def comment_from(raw: CommentRecord, authors: dict[int, PersonRecord]) -> Comment:
    """Read a comment; `authors` are the users that came with it."""
    author = authors.get(raw.author_id)
    custom = raw.metadata.custom if raw.metadata else None
    return Comment(
        id=raw.id,
        author_id=raw.author_id,
        public=raw.public,
        created_at=raw.created_at,
        html=raw.html_body,
        author_role=author.role if author else None,
        author_name=author.name if author else None,
        author_email=author.email if author else None,
        via=raw.via.channel if raw.via else None,
        mark=custom.mark if custom else None,
    )
