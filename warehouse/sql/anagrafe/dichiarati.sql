-- grain: a body of which somebody stated something when it was last settled; key: ente_id.
select ente_id from main.struttura_evento
union
select ente_id from evidenze.struttura_citata where unificata_da is not null
union
select ente_id from evidenze.persona_citata where unificata_da is not null;
