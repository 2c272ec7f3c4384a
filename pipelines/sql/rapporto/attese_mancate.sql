-- Le attese che una corsa non ha trovato rispettate, prima quelle che fermano di più.
-- Grana: un'aspettativa di un documento o (nome_file NULL) della stella. Chiave: n. Parametro: $run_id.
select
    n,
    coalesce(nome_file, 'l''intero magazzino') as dove,
    suite,
    aspettativa,
    gravita,
    osservato,
    coalesce(dettaglio, '') as dettaglio
from qualita.esito_aspettativa
where run_id = $run_id
    and not esito
order by list_position(['blocca_pubblicazione', 'blocca_documento', 'parziale', 'avviso'], gravita), nome_file, n
