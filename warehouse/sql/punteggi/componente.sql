-- grain: a component of a current act; key: atto_id, componente. Its rules in force, side by side.
select
    atto_id,
    componente,
    max(valore) filter (where parametro = 'tabella') as tabella,
    max(valore) filter (where parametro = 'livello') as livello,
    max(try_cast(valore as double)) filter (where parametro = 'peso') as peso,
    max(concat_ws(', ', regola, atto, 'pagina ' || pagina)) filter (where parametro = 'peso') as regola_del_peso,
    max(try_cast(valore as double)) filter (where parametro = 'soglia_minima') as soglia_minima,
    coalesce(max(try_cast(valore as double)) filter (where parametro = 'tolleranza'), 0) as tolleranza,
    coalesce(max(valore) filter (where parametro = 'quota_azioni') = 'si', false) as quota_azioni,
    coalesce(max(valore) filter (where parametro = 'prima_rilevazione') = 'si', false) as prima_rilevazione,
    coalesce(max(valore) filter (where parametro = 'conteggio_target') = 'parte', false) as conta_ogni_parte,
    coalesce(max(valore) filter (where parametro = 'media') = 'pesata', false) as media_pesata
from punteggi.regola_in_vigore
group by atto_id, componente;
