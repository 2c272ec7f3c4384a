-- grain: a name of a unit of a body (parameter); key: struttura_citata_id.
select
    struttura_citata_id,
    any_value(livello) as livello,
    coalesce(any_value(nullif(codice, '')), '') as codice,
    list_sort(list(distinct denominazione)) as denominazioni,
    max_by(denominazione, (coalesce(anno, 0), denominazione)) as denominazione,
    any_value(padre_id) as padre_id
from evidenze.struttura_citata
where ente_id = ?
group by struttura_citata_id
order by struttura_citata_id;
