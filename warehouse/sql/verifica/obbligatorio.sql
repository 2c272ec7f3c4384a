-- grain: a row of the relation in which a required column is empty.
select
    concat_ws(', ', {chiave}) as dove,
    '{colonna} è vuota' as che_cosa
from {relazione}
where coalesce({colonna}::varchar, '') = ''
order by dove;
