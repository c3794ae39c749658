"""Emoji: some of those that every workspace has."""

STANDARD_EMOJI = frozenset({
    "+1", "-1", "arrows_counterclockwise", "bell", "calling", "eyes", "fire", "heavy_check_mark", "heart",
    "hourglass", "no_entry", "ok_hand", "raised_hands", "rotating_light", "star", "tada", "telephone", "thumbsup",
    "warning", "wave", "white_check_mark", "x",
})  # fmt: skip
