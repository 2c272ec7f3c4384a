-- grain: a name in a body; key: persona_id. Of several spellings (case apart they are equal) the greatest stands.
select
    ente_id,
    persona_id,
    max(nominativo) as nominativo,
    max(cognome) as cognome,
    max(nome) as nome
from evidenze.persona_citata
group by ente_id, persona_id;
