"""One bad record of a list is named, and the others count."""

from backend.domain.listing import Listing, Skipped


def test_a_listing_gives_its_records_and_counts_what_was_listed() -> None:
    bad = Skipped("gitlab", "issue", "7", "created_at", "is missing")
    listing = Listing(("a", "b"), (bad,))
    assert list(listing) == ["a", "b"]
    assert (len(listing), listing.listed) == (2, 3)
    assert str(bad) == "gitlab issue 7: created_at is missing"
