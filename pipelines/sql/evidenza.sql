-- Dove sono stampati i campi di alcune righe, e che cosa persone vi hanno corretto o accettato.
-- Grana: un posto sulla carta di un campo, o un campo corretto che non ne ha. Chiave: evidenza_id, campo, posto.
-- Parametro: gli evidenza_id.
with righe as (
    select
        r.*,
        a.nome_file,
        concat_ws(' ', a.ente, a.tipo, a.numero, a.data) as atto
    from evidenze.riga as r
    inner join evidenze.versione as a using (atto_id)
    where list_contains(?::varchar[], r.evidenza_id)
),

posti as (
    select c.*
    from evidenze.campo as c
    semi join righe using (evidenza_id)
),

corretti as (
    select
        k.evidenza_id,
        k.campo,
        format(
            '{} «{}»: {} ({}, {})',
            if(k.valore_usato = k.valore_stampato, 'accettato', 'la stella usa'), k.valore_usato,
            k.perche, k.chi, strftime(k.quando, '%d/%m/%Y')
        ) as correzione
    from main.correzione as k
    semi join righe using (evidenza_id)
)

select
    r.atto,
    r.nome_file as documento,
    r.tabella_pubblicata as tabella,
    r.ordinale,
    r.evidenza_id,
    campo,
    p.pagina,
    format('{:.1f} {:.1f} {:.1f} {:.1f}', p.box.x0, p.box.alto, p.box.x1, p.box.basso) as riquadro,
    p.testo,
    k.correzione
from posti as p
full join corretti as k using (evidenza_id, campo)
inner join righe as r using (evidenza_id)
order by r.nome_file, r.ordinale, p.pagina, p.tabella, p.riga, p.colonna, campo, p.n
