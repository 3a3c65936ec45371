"""Other tools' files: one file or room for each, text or bytes in, facts and a list of what was not carried over out."""
