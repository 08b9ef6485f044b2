"""The answers: labelled arrays with status, balance, provenance and citations; as tables, plots and files."""
