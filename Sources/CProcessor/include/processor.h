// Nothing to call: processor.c acts before `main` does.
