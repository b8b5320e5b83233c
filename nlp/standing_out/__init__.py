"""Days, changes and words that are not the coverage's habit. Statistics alone: nothing here reads a store or a clock.

`finding.stand_out` is the way in for counts, `words.words_of_period` for words.
"""
