-- grain: an organisational unit of a body; key: struttura_id.
-- Name and code as the latest plan prints them; validity from the first to the last plan year that names it.
select
    ente_id,
    struttura_id,
    any_value(livello) as livello,
    max_by(codice, (coalesce(anno, 0), codice)) as codice,
    max_by(denominazione, (coalesce(anno, 0), denominazione)) as denominazione,
    any_value(padre_id) as padre_id,
    make_date(min(anno), 1, 1) as valid_from,
    make_date(max(anno), 12, 31) as valid_to
from evidenze.struttura_citata
group by ente_id, struttura_id;
