-- grain: a name under which acts print a unit; key: struttura_citata_id.
select
    ente_id,
    struttura_citata_id,
    any_value(struttura_id) as struttura_id,
    max_by(denominazione, (coalesce(anno, 0), denominazione)) as denominazione,
    any_value(codice) as codice,
    min(anno) as primo_anno,
    max(anno) as ultimo_anno,
    count(*) as atti,
    any_value(unificata_da) as fonte
from evidenze.struttura_citata
group by ente_id, struttura_citata_id;
