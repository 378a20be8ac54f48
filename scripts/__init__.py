"""All that is computed for the site: gdcore in, .build/ out; runs without MkDocs."""
