-- grain: a row that a staged document's new loading no longer sets aside; key: run_id, quarantena_id.
-- Why it left is looked up in its document: the row was read, was declared not data, or isn't found any more.
insert into qualita.uscita_quarantena by name
with campi as (
    select
        atto_id,
        tabella,
        riga,
        any_value(tabella_pubblicata) as tabella_pubblicata
    from staging.campo
    group by atto_id, tabella, riga
)

select
    $run_id as run_id,
    prima.* exclude (run_id),
    case
        when prima.pagina is null then 'documento_caricato'
        when campi.riga is not null then 'caricata'
        when t.tabella is not null and prima.riga < t.righe then 'non_dato'
        else 'non_trovata'
    end as esito,
    case esito
        when 'documento_caricato' then 'Il documento è stato caricato'
        when 'caricata' then 'La riga è stata letta: sta in pubblicato.' || campi.tabella_pubblicata
        when 'non_dato' then 'La riga è stata dichiarata non dato dal tracciato ' || t.tracciato
        else 'La nuova lettura non trova più la riga in quel posto: si guardi la pagina'
    end as perche
from quarantena_prima as prima
left join campi
    on prima.atto_id = campi.atto_id
    and prima.tabella = campi.tabella
    and prima.riga = campi.riga
left join staging.tabella as t
    on prima.atto_id = t.atto_id
    and prima.tabella = t.tabella
where prima.quarantena_id not in (select quarantena_id from staging.quarantena);
