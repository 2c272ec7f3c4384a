-- grain: a row of the relation with the key of a chosen one.
(
    select r.*
    from {relazione} as r
    semi join ({scelte}) using ({chiave})
)
