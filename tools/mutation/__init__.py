"""Mutation runs of the scheduler, and the list of the mutants that live."""
