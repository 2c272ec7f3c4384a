"""The shape `prosa`: facts, signatures, lists and labelled sheets of running text."""
