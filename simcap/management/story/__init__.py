"""One facilitation from letter to report, through the API, against figures worked out by hand."""
