-- grain: a key of the relation that two rows have.
select
    concat_ws(', ', {chiave}) as dove,
    count(*) || ' righe con la stessa chiave' as che_cosa
from {relazione}
group by {chiave}
having count(*) > 1
order by dove;
