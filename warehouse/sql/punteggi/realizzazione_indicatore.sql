-- grain: an indicator; key: indicatore_id. The criteria of rubrics are in punteggi.rubrica.
-- The mean of the parts of its target; parts declared not measurable are out of it. One part without a score leaves the
-- indicator without: stato says which reason comes first.
-- In its objective an indicator counts once, or once for each of these parts where the rules say so (conteggio_target).
with parti as (
    select
        indicatore_id,
        count(*) as parti,
        count(realizzazione) as parti_misurate,
        count(*) filter (where stato <> 'non_rilevabile') as parti_che_contano,
        avg(realizzazione) as media,
        string_agg(valore, '; ' order by parte) as valore,
        min_by(stato, list_position(
            [
                'in_attesa_di_rilevazione', 'verso_non_noto', 'valore_non_confrontabile', 'non_interpretato',
                'senza_target', 'misurato', 'non_rilevabile'
            ],
            stato
        )) as primo_stato
    from punteggi.realizzazione_parte
    group by indicatore_id
),

con_stato as (
    select
        i.*,
        p.* exclude (indicatore_id),
        r.componente,
        case when r.conta_ogni_parte then greatest(p.parti_che_contano, 1) else 1 end as volte,
        case
            when p.primo_stato is not null then p.primo_stato
            -- printed, but nobody read it
            when i.target <> '' then 'non_interpretato'
            else 'senza_target'
        end as stato
    from main.dim_indicatore as i
    left join parti as p using (indicatore_id)
    left join main.dim_obiettivo as o using (obiettivo_id)
    left join punteggi.componente as r
        on i.atto_id = r.atto_id
        and i.tabella_pubblicata = r.tabella
        and coalesce(r.livello, o.livello, '') = coalesce(o.livello, '')
    where i.tabella_pubblicata <> 'rubrica_criterio'
)

select
    indicatore_id,
    obiettivo_id,
    atto_id,
    evidenza_id,
    componente,
    testo as indicatore,
    target,
    valore,
    coalesce(parti, 0) as parti,
    coalesce(parti_misurate, 0) as parti_misurate,
    volte,
    case when stato = 'misurato' then media end as realizzazione,
    stato
from con_stato;
