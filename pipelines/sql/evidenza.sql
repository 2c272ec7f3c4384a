-- Dove sono stampati i campi di alcune righe.
-- Grana: un posto sulla carta di un campo. Chiave: evidenza_id, campo, posto.
-- Parametro: gli evidenza_id.
select
    concat_ws(' ', a.ente, a.tipo, a.numero, a.data) as atto,
    a.nome_file as documento,
    c.tabella_pubblicata as tabella,
    c.ordinale,
    c.evidenza_id,
    c.campo,
    c.pagina,
    format('{:.1f} {:.1f} {:.1f} {:.1f}', c.box.x0, c.box.alto, c.box.x1, c.box.basso) as riquadro,
    c.testo
from evidenze.campo as c
inner join evidenze.versione as a on a.atto_id = c.atto_id
where list_contains(?::varchar[], c.evidenza_id)
order by a.nome_file, c.ordinale, c.pagina, c.tabella, c.riga, c.colonna, c.campo, c.n
