-- grain: a published table of a loaded document in a run ($run_id), beside what the last good run had of it: the same
-- document, else the newest version of the same act. Key: run_id, nome_file, atto_id, tabella_pubblicata.
-- An act of which no version is loaded any more, under any name, stands with 0 rows. volume_ora holds the counts of the
-- documents of $atti;
-- the others are as the last good run left them.
insert into qualita.volume by name
with prima as (
    select *
    from qualita.volume
    where run_id = (
        select run_id
        from qualita.corsa
        where stato = 'riuscita'
            and run_id in (select run_id from qualita.volume)
        order by iniziata_il desc
        limit 1
    )
        -- what an act had lost already is no measure
        and righe > 0
),

-- what each document can be held against; the register may give the same document to another act now
candidate as (
    select
        v.atto_id,
        p.atto_id as prima_id,
        p.versione
    from evidenze.versione as v
    join prima as p using (atto_logico_id)
    where list_contains($atti, v.atto_id)
    union
    select
        atto_id,
        atto_id as prima_id,
        versione
    from prima
    where list_contains($atti, atto_id)
),

misura as (
    select
        atto_id,
        coalesce(
            any_value(prima_id) filter (where prima_id = atto_id),
            arg_max(prima_id, versione) filter (where prima_id <> atto_id)
        ) as atto_id_prima
    from candidate
    group by atto_id
),

confronto as (
    select
        v.atto_id,
        coalesce(o.tabella_pubblicata, p.tabella_pubblicata) as tabella_pubblicata,
        coalesce(o.righe, 0) as righe,
        coalesce(o.campi_pieni, 0) as campi_pieni,
        case when v.atto_id_prima is not null then coalesce(p.righe, 0) end as righe_prima,
        case when v.atto_id_prima is not null then coalesce(p.campi_pieni, 0) end as campi_prima
    from (
        select
            atto_id,
            m.atto_id_prima
        from evidenze.versione
        left join misura as m using (atto_id)
        where list_contains($atti, atto_id)
    ) as v
    join (
        select atto_id, tabella_pubblicata from volume_ora
        union
        select m.atto_id, p.tabella_pubblicata from misura as m join prima as p on m.atto_id_prima = p.atto_id
    ) as t on v.atto_id = t.atto_id
    left join volume_ora as o on t.atto_id = o.atto_id and t.tabella_pubblicata = o.tabella_pubblicata
    left join prima as p on v.atto_id_prima = p.atto_id and t.tabella_pubblicata = p.tabella_pubblicata
)

select
    $run_id as run_id,
    c.*,
    v.nome_file,
    v.atto_logico_id,
    v.versione
from confronto as c
join evidenze.versione as v using (atto_id)
union all by name
select
    p.* replace ($run_id as run_id, p.righe as righe_prima, p.campi_pieni as campi_prima)
from prima as p
join evidenze.versione as v using (atto_id)
where not list_contains($atti, p.atto_id)
union all by name
select
    p.* replace (
        $run_id as run_id, 0 as righe, 0 as campi_pieni, p.righe as righe_prima, p.campi_pieni as campi_prima
    )
from prima as p
where p.atto_logico_id not in (select atto_logico_id from evidenze.versione)
    and p.atto_id not in (select atto_id from evidenze.versione);
