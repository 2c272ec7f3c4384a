-- grain: a part of an indicator's target; key: indicatore_id, parte.
-- A threshold compares numbers, an interval asks to be inside, a rubric for one of its options, all else is delivered
-- in time or not.
with confronto as (
    select
        t.*,
        r.componente,
        coalesce(r.tolleranza, 0) as tolleranza,
        coalesce(r.prima_rilevazione, false) as prima_rilevazione,
        coalesce(r.quota_azioni, false) as quota_azioni,
        m.indicatore_id is not null as rilevato,
        m.valore as misura,
        m.valore_data as consegna,
        m.testo as misura_testo,
        m.data as data_rilevazione,
        m.punti / m.massimo as quota_punti,
        -- an inequality says the direction by itself
        case
            when t.verso <> '' then t.verso
            when t.operatore in ('>', '>=') then 'crescente'
            when t.operatore in ('<', '<=') then 'decrescente'
        end as direzione,
        -- a target of zero or below, or a signed variation, has no ratio: it is reached or not
        t.valore <= 0 or regexp_matches(t.testo, '[+]\s*\d') as senza_rapporto
    from main.fact_target as t
    join main.dim_indicatore as i using (indicatore_id)
    left join main.dim_obiettivo as o using (obiettivo_id)
    left join punteggi.componente as r
        on i.atto_id = r.atto_id
        and i.tabella_pubblicata = r.tabella
        and coalesce(r.livello, o.livello, '') = coalesce(o.livello, '')
    left join punteggi.misura_in_vigore as m on t.indicatore_id = m.indicatore_id and t.parte = m.parte
),

grezzo as (
    select
        *,
        case
            when operatore = '>' then misura > valore
            when operatore = '<' then misura < valore
            when direzione = 'crescente' then misura >= valore
            when direzione = 'decrescente' then misura <= valore
        end as raggiunto,
        case
            when direzione = 'crescente' then misura / valore
            when direzione = 'decrescente' and misura <= valore then 1
            when direzione = 'decrescente' then valore / misura
        end as rapporto
    from confronto
),

punteggio as (
    select
        *,
        case
            when not rilevato then null
            when genere = 'soglia' and direzione is null then null
            when genere = 'soglia' and (senza_rapporto or raggiunto) then raggiunto::int
            -- a value on the bound of a strict comparison doesn't reach it
            when genere = 'soglia' and operatore in ('>', '<') and rapporto is not null then least(rapporto, 0.9999)
            when genere = 'soglia' then rapporto
            when genere = 'intervallo' and misura between valore and valore_max then 1
            when genere = 'intervallo' and misura < valore then case when valore > 0 then misura / valore else 0 end
            when genere = 'intervallo' and misura > valore_max then case when valore_max > 0 then valore_max / misura else 0 end
            when genere = 'assente' then 1
            when genere = 'rubrica' then quota_punti
            when consegna is not null and scadenza is not null then (consegna <= scadenza)::int
            when consegna is not null and genere = 'prodotto' then 1
            when genere in ('data', 'termine', 'normativo', 'prodotto') and quota_azioni then misura
            when genere in ('data', 'termine', 'normativo', 'prodotto') then (misura >= 1)::int
        end::double as realizzazione_grezza
    from grezzo
),

con_stato as (
    select
        *,
        case
            when genere in ('non_rilevabile', 'non_interpretato') then genere
            when genere = 'assente' and not prima_rilevazione then 'senza_target'
            when not rilevato then 'in_attesa_di_rilevazione'
            when genere = 'soglia' and direzione is null then 'verso_non_noto'
            when realizzazione_grezza is null then 'valore_non_confrontabile'
            else 'misurato'
        end as stato
    from punteggio
)

select
    indicatore_id,
    parte,
    atto_id,
    evidenza_id,
    target_id,
    componente,
    genere,
    testo as target,
    misura_testo as valore,
    data_rilevazione,
    case
        when stato <> 'misurato' then null
        -- the tolerance is on the realisation; rounded, so that nine tenths are nine tenths
        when round(realizzazione_grezza, 9) >= round(1 - tolleranza, 9) and tolleranza > 0 then 1
        else greatest(least(realizzazione_grezza, 1), 0)
    end as realizzazione,
    stato
from con_stato;
