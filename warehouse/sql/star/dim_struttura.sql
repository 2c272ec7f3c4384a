-- grain: an organisational unit of a body, whatever it has been called; key: struttura_id.
-- As its last version has it; validity from the first version to the last.
select
    ente_id,
    struttura_id,
    livello,
    codice,
    denominazione,
    padre_id,
    min(valid_from) over (partition by ente_id, struttura_id) as valid_from,
    valid_to,
    corrente
from main.dim_struttura_versione
qualify ultima;
