"""Words that every domain speaks: money, ids, errors, time, and who asks. Standard library only."""
