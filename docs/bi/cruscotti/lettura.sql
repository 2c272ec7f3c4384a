/*
Quanto bene si è letto: ogni documento in ogni corsa, con pagine, segni, righe, quarantena e aspettative.
grain: un documento in una corsa, e una riga '(stella intera)' per ciò che si è controllato di tutti insieme;
  key: run_id, documento.
Pagine, segni e righe sono del documento com'era in quella corsa: si sommano dentro una corsa, mai fra più corse. Per
  lo stato di oggi si prende ultima_corsa. NULL: il documento è stato scartato, o non è un documento.
segni = in_celle + in_testo + in_arredo + residuo; nascosti: segni che nessun lettore vede.
righe = righe_dati + righe_in_quarantena + le righe che il tracciato dichiara non dati.
in_quarantena: righe e documenti interi da parte alla fine di quella corsa, anche da prima.
aspettative NULL: in quella corsa non si sono valutate (documento invariato), o gli esiti non sono più nel magazzino.
bloccanti: non soddisfatte che fermano un documento o la pubblicazione.
*/
with pagine as (
    select
        atto_id,
        count(*) as pagine,
        sum(segni)::bigint as segni,
        sum(in_celle)::bigint as in_celle,
        sum(in_testo)::bigint as in_testo,
        sum(in_arredo)::bigint as in_arredo,
        sum(residuo)::bigint as residuo,
        sum(nascosti)::bigint as nascosti
    from qualita.pagina
    group by atto_id
),

tabelle as (
    select
        atto_id,
        count(*) as tabelle,
        count(*) filter (where tracciato = 'generica') as tabelle_generiche,
        sum(righe)::bigint as righe,
        sum(dati)::bigint as righe_dati,
        sum(quarantena)::bigint as righe_in_quarantena
    from qualita.tabella
    group by atto_id
),

da_parte as (
    select nome_file, da_parte_dal, null::timestamp as uscita_il
    from qualita.quarantena
    union all
    select u.nome_file, u.da_parte_dal, c.iniziata_il
    from qualita.uscita_quarantena as u
    join qualita.corsa as c using (run_id)
),

esiti as (
    select
        run_id,
        coalesce(nome_file, '(stella intera)') as documento,
        count(*) as aspettative,
        count(*) filter (where not esito) as non_soddisfatte,
        count(*) filter (where not esito and gravita like 'blocca%') as bloccanti
    from qualita.esito_aspettativa
    group by run_id, nome_file
),

documenti as (
    select run_id, nome_file as documento, stato, motivo, atto_id
    from qualita.documento
    union all
    select run_id, documento, null, null, null
    from esiti
    where documento = '(stella intera)'
)

select
    d.run_id,
    strftime(c.iniziata_il, '%Y-%m-%d %H:%M:%S') as corsa,
    c.stato as stato_corsa,
    c.run_id = max(c.run_id) over () as ultima_corsa,
    d.documento,
    d.stato,
    d.motivo,
    p.pagine,
    p.segni,
    p.in_celle,
    p.in_testo,
    p.in_arredo,
    p.residuo,
    p.nascosti,
    t.tabelle,
    t.tabelle_generiche,
    t.righe,
    t.righe_dati,
    t.righe_in_quarantena,
    (
        select count(*)
        from da_parte as q
        where q.nome_file = d.documento
            and q.da_parte_dal <= coalesce(c.finita_il, c.iniziata_il)
            and (q.uscita_il is null or q.uscita_il > c.iniziata_il)
    ) as in_quarantena,
    s.aspettative,
    s.non_soddisfatte,
    s.bloccanti,
    d.atto_id
from documenti as d
join qualita.corsa as c using (run_id)
left join pagine as p using (atto_id)
left join tabelle as t using (atto_id)
left join esiti as s on d.run_id = s.run_id and d.documento = s.documento
order by c.iniziata_il, d.run_id, d.documento
