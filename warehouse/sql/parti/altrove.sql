-- grain: a row of the part that refers to no row of the part. Mostly there is none, and nothing has to be looked up.
(
    select p.*
    from {parte} as p
    anti join parte_{altra} as a on {uguali}
)
