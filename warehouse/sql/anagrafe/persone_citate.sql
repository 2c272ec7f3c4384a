-- grain: a spelling of a person of a body (parameter); key: persona_citata_id.
select
    persona_citata_id,
    max(nominativo) as nominativo
from evidenze.persona_citata
where ente_id = ?
group by persona_citata_id
order by persona_citata_id;
