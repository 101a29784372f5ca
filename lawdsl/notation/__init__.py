"""The shared vocabulary: index-notation expressions and the typed system built from them."""
