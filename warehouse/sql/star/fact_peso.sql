-- grain: a share of a component of the performance pay, as a staged act prints it;
-- key: atto_id, componente, voce, destinatari. Per cent: 1.67 for 1,67 %. What isn't a number is NULL.
select
    p.atto_id,
    p.evidenza_id,
    p.componente,
    p.voce,
    p.destinatari,
    numero_stampato(p.percentuale_raw) as percentuale,
    numero_stampato(p.totale_raw) as totale
from staging.peso as p;
