-- Che cosa è da parte, e perché. Grana: un documento e un motivo. Chiave: documento, motivo. Parametro: $run_id.
-- `voce` è il numero della prima voce nell'elenco di: schedario quarantine.
with
voci as (
    select
        *,
        row_number() over (order by nome_file, pagina nulls first, tabella, riga, quarantena_id) as n
    from qualita.quarantena
)
select
    v.nome_file as documento,
    v.motivo,
    count(*) as voci,
    list_sort(list(distinct v.pagina) filter (where v.pagina is not null)) as pagine,
    min(v.n) as voce,
    strftime(min(v.da_parte_dal), '%Y-%m-%d') as dal,
    max(v.da_parte_dal) >= (select iniziata_il from qualita.corsa where run_id = $run_id) as di_questa_notte
from voci as v
group by v.nome_file, v.motivo
order by di_questa_notte desc, v.nome_file, v.motivo
