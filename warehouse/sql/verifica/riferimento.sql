-- grain: a value of the relation's column that the relation of which it is the key doesn't hold.
select distinct
    {colonna} as dove,
    '{colonna} non esiste in {altra}' as che_cosa
from {relazione}
where {colonna} is not null
    and {colonna} not in (select {colonna} from {altra})
order by dove;
