-- grain: a body; key: ente_id.
-- Where two acts' registers differ on a body, the greatest spelling stands, whatever the order of loading.
select
    ente_id,
    coalesce(max(ente), 'non indicato') as denominazione,
    max(ente_tipo) as tipo,
    max(codice_ipa) as codice_ipa,
    max(codice_istat) as codice_istat
from evidenze.versione
group by ente_id;
