-- grain: a name or code under which the register or the acts know a body; key: ente_id, ente, codice_ipa.
select distinct ente_id, ente, codice_ipa
from evidenze.versione
order by ente_id, ente, codice_ipa;
