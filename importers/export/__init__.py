"""Export: pages, questions and pictures back into the owner's folder."""
