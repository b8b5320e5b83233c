"""The Vietnamese language: text, syllables, Telex, confusables, numerals, speech. Standard library only."""
