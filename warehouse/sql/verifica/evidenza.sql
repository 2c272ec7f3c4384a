-- grain: a row of the relation whose evidence isn't in evidenze.riga.
select
    r.evidenza_id as dove,
    'la riga non ha evidenza' as che_cosa
from {relazione} as r
where r.evidenza_id is not null
    and r.evidenza_id not in (select evidenza_id from evidenze.riga)
order by dove;
