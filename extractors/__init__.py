"""PDF in; pages, ruled tables, text blocks out, each glyph accounted for, each cell with page and box."""
