-- grain: a time column of a phase of an objective in a staged act; key: obiettivo_id, fase_ordinale, tempo_n.
-- The quarter is read from headers such as "primo trimestre 2021"; other headers leave it NULL.
select
    d.obiettivo_id,
    d.atto_id,
    f.evidenza_id,
    f.fase_ordinale,
    t.tempo_n,
    f.descrizione as fase,
    f.gruppo,
    f.intestazioni_tempo[t.tempo_n] as intestazione,
    list_position(
        ['primo', 'secondo', 'terzo', 'quarto'],
        regexp_extract(lower(f.intestazioni_tempo[t.tempo_n]), '^(\w+)\s+trimestre', 1)
    ) as trimestre,
    f.marcature[t.tempo_n] as marcatura,
    coalesce(f.marcature[t.tempo_n], '') <> '' as prevista
from staging.fase as f
cross join unnest(range(1, len(f.intestazioni_tempo) + 1)) as t(tempo_n)
asof join staging.scheda as s on f.atto_id = s.atto_id and f.scheda_n = s.scheda_n and f.ordinale >= s.ordinale
join staging.dim_obiettivo as d on s.evidenza_id = d.evidenza_id and not d.citato;
