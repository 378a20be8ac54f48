"""One module per topic page: its data, numbers, figures and animations."""
