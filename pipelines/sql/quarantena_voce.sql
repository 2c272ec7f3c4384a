-- Una voce della quarantena. Grana: una riga sola. Parametro: il suo numero nell'elenco.
select
    nome_file as document,
    pagina as page,
    tabella as "table",
    riga as "row",
    motivo as reason,
    contenuto as content,
    atto_id
from qualita.quarantena
qualify row_number() over (order by nome_file, pagina nulls first, tabella, riga, quarantena_id) = ?
