-- grain: two printed names that may be one unit or one person, or a name that doesn't fit what is stated of its unit;
-- key: motivo, prima_id, seconda_id, anno.
-- Proposals for people, with the evidence and the table to paste into anagrafe.toml: nothing is applied from here. fonte is
-- left empty: the file is refused until somebody writes who says so.
with grafie as (
    select
        c.ente_id,
        c.struttura_citata_id as id,
        any_value(c.struttura_id) as struttura_id,
        any_value(c.livello) as livello,
        any_value(nullif(c.codice, '')) as codice,
        max_by(c.denominazione, (coalesce(c.anno, 0), c.denominazione)) as nome,
        any_value(p.struttura_id) as padre_id,
        any_value(p.denominazione) as padre,
        min(c.anno) as primo,
        max(c.anno) as ultimo,
        list(c.atto_id) as atti,
        min_by(c.evidenza_id, (coalesce(c.anno, 0), c.evidenza_id)) as evidenza_id
    from evidenze.struttura_citata as c
    left join evidenze.struttura_citata as p
        on c.atto_id = p.atto_id
        and c.padre_id = p.struttura_citata_id
    group by c.ente_id, c.struttura_citata_id
),

vuote as (
    select list(parola) as parole
    from punteggi.parola_vuota
),

-- What two names share that differ in the words that don't tell units apart; and each as the file calls it.
unita as (
    select
        grafie.*,
        punteggi.nudo(nome) as nudo,
        coalesce(
            nullif(
                list_aggregate(
                    list_sort(
                        list_filter(string_split(nudo, ' '), lambda p : not list_contains(vuote.parole, p))
                    ),
                    'string_agg', ' '
                ),
                ''
            ),
            nudo
        ) as essenziale,
        case
            when codice is not null then format('{{codice = {}, livello = "{}"}}', to_json(codice), livello)
            when padre is not null
                then format('{{nome = {}, livello = "{}", sotto = {}}}', to_json(nome), livello, to_json(padre))
            else format('{{nome = {}, livello = "{}"}}', to_json(nome), livello)
        end as chiamata
    from grafie
    cross join vuote
),

omonime as (
    select
        case when a.padre_id is not distinct from b.padre_id then 'stesso_nome' else 'stesso_nome_altrove' end as motivo,
        a as prima,
        b as seconda,
        b.primo as anno,
        case
            when motivo = 'stesso_nome' and a.nudo = b.nudo
                then 'differiscono solo per maiuscole, accenti, punteggiatura o codice'
            when motivo = 'stesso_nome' then 'differiscono solo per parole che non distinguono due unità'
            else concat_ws(
                ' ', 'prima sotto', coalesce(a.padre, 'nessuna unità'), 'fino al', a.ultimo || ',',
                'poi sotto', coalesce(b.padre, 'nessuna unità')
            )
        end as prova
    from unita as a
    join unita as b using (ente_id, livello, essenziale)
    where a.struttura_id <> b.struttura_id
        -- of two names of one year the longer one first
        and (coalesce(a.primo, 0), -length(a.nome), a.id) < (coalesce(b.primo, 0), -length(b.nome), b.id)
        -- two codes, two places or two names in one act are two units
        and not (
            list_has_any(a.atti, b.atti)
            and (a.codice <> b.codice or motivo = 'stesso_nome_altrove' or a.nudo <> b.nudo)
        )
        and (motivo = 'stesso_nome' or a.ultimo < b.primo)
),

-- Of acts alone: a code that goes from one name to another.
stesso_codice as (
    select
        'stesso_codice' as motivo,
        u as prima,
        u as seconda,
        year(v.valid_from)::integer as anno,
        format('il codice {} passa da «{}» a «{}»', v.codice, v.prima, v.denominazione) as prova,
        v.prima as nome_prima,
        v.denominazione as nome_seconda
    from (
        select
            *,
            lag(denominazione) over (partition by struttura_id order by valid_from nulls first) as prima
        from main.dim_struttura_versione
    ) as v
    join unita as u on v.struttura_id = u.id
    where v.fonte is null
        and v.codice is not null
        and upper(v.prima) <> upper(v.denominazione)
),

-- A unit is no more named, another one begins in the next plan year that the body has, and they share objectives that no
-- other unit of the act has.
titoli as (
    select distinct
        o.struttura_id,
        a.anno,
        punteggi.nudo(o.titolo) as titolo
    from main.dim_obiettivo as o
    join main.dim_atto as a using (atto_id)
    where not o.citato
        and o.struttura_id is not null
        and o.livello in ('direzione', 'gestionale', 'programmato')
        and punteggi.nudo(o.titolo) <> ''
    window stesso_titolo as (partition by o.atto_id, punteggi.nudo(o.titolo))
    qualify min(o.struttura_id) over stesso_titolo = max(o.struttura_id) over stesso_titolo
),

contati as (
    select
        *,
        count(*) over (partition by struttura_id, anno) as quanti_ne_ha
    from titoli
),

intere as (
    select
        struttura_id,
        min_by(u, (u.primo, u.id)) as prima_grafia,
        max_by(u, (u.ultimo, u.id)) as ultima_grafia,
        min(u.primo) as primo,
        max(u.ultimo) as ultimo
    from unita as u
    group by struttura_id
),

anni as (
    select
        ente_id,
        livello,
        anno,
        lead(anno) over (partition by ente_id, livello order by anno) as dopo
    from (select distinct ente_id, livello, anno from evidenze.struttura_citata where anno is not null) as a
),

eredi as (
    select
        'obiettivi_in_comune' as motivo,
        any_value(v.ultima_grafia) as prima,
        any_value(n.prima_grafia) as seconda,
        any_value(n.primo) as anno,
        count(*) as quanti,
        any_value(di_prima.quanti_ne_ha) as tutti,
        format('{} obiettivi su {} hanno lo stesso titolo', quanti, tutti) as prova
    from intere as v
    join anni as a
        on v.ultima_grafia.ente_id = a.ente_id
        and v.ultima_grafia.livello = a.livello
        and v.ultimo = a.anno
    join intere as n
        on n.prima_grafia.ente_id = a.ente_id
        and n.prima_grafia.livello = a.livello
        and n.primo = a.dopo
    join contati as di_prima on di_prima.struttura_id = v.struttura_id and di_prima.anno = v.ultimo
    join titoli as di_poi
        on di_poi.struttura_id = n.struttura_id
        and di_poi.anno = n.primo
        and di_prima.titolo = di_poi.titolo
    group by v.struttura_id, n.struttura_id
    having quanti > 1
        or quanti = tutti
),

-- What acts print against what is stated: a unit before it begins or after it ends, or under a name of another time.
fuori_tempo as (
    select distinct on (c.struttura_citata_id, c.anno)
        'fuori_dal_suo_tempo' as motivo,
        u as prima,
        u as seconda,
        c.anno,
        concat_ws(
            ' ', 'il piano', c.anno, 'la nomina; secondo anagrafe.toml si chiama', v.denominazione,
            'dal ' || strftime(v.valid_from, '%d/%m/%Y'), 'al ' || strftime(v.valid_to, '%d/%m/%Y')
        ) as prova
    from evidenze.struttura_citata as c
    join main.dim_struttura_versione as v using (struttura_versione_id)
    join unita as u on c.struttura_citata_id = u.id
    where c.anno < year(v.valid_from)
        or c.anno > year(v.valid_to)
        or exists (
            from main.dim_struttura_versione as altra
            where altra.struttura_id = c.struttura_id
                and upper(altra.denominazione) = upper(c.denominazione)
                and upper(altra.denominazione) <> upper(v.denominazione)
        )
    order by c.anno, c.atto_id
),

strutture as (
    from omonime
    union all by name
    from stesso_codice
    union all by name
    select * exclude (quanti, tutti)
    from eredi
    union all by name
    from fuori_tempo
),

persone as (
    select
        ente_id,
        persona_citata_id as id,
        any_value(persona_id) as persona_id,
        max(nominativo) as nome,
        list_sort(string_split(punteggi.nudo(max(nominativo)), ' ')) as parole,
        min(anno) as primo,
        min_by(evidenza_id, (coalesce(anno, 0), evidenza_id)) as evidenza_id,
        count(*) as atti
    from evidenze.persona_citata
    -- a list of persons is none of them
    where not regexp_matches(nominativo, '[/;]')
    group by ente_id, persona_citata_id
),

parole as (
    select
        *,
        unnest(list_distinct(parole)) as parola
    from persone
),

-- a has the words of b: all of them, only some, or some as initials.
somiglianti as (
    select
        any_value(a) as breve,
        any_value(b) as intera,
        list(a.parola) as comuni
    from parole as a
    join parole as b using (ente_id, parola)
    where a.persona_id <> b.persona_id
    group by a.id, b.id
),

omonimi as (
    select
        case
            when breve.parole = intera.parole and (intera.atti, breve.id) > (breve.atti, intera.id) then 'stesse_parole'
            when len(comuni) = len(breve.parole) and len(comuni) > 1 and len(comuni) < len(intera.parole)
                then 'parole_in_piu'
            when len(breve.parole) = len(intera.parole)
                and list_filter(breve.parole, lambda p : not list_contains(comuni, p))
                = list_sort(list_transform(
                    list_filter(intera.parole, lambda p : not list_contains(comuni, p)), lambda p : p[1]
                ))
                and breve.parole <> intera.parole
                then 'iniziale'
        end as motivo,
        intera as prima,
        breve as seconda,
        greatest(intera.primo, breve.primo) as anno
    from somiglianti
)

select
    'struttura' as che_cosa,
    s.motivo,
    e.ente_id,
    s.prima.struttura_id as prima_id,
    coalesce(s.nome_prima, s.prima.nome) as prima,
    s.seconda.struttura_id as seconda_id,
    coalesce(s.nome_seconda, s.seconda.nome) as seconda,
    s.anno,
    s.prova,
    s.prima.evidenza_id as evidenza_prima_id,
    s.seconda.evidenza_id as evidenza_seconda_id,
    case s.motivo
        when 'stesso_nome'
            then format(
                E'[[grafia]]\nente = {}\nunita = {}\nstampata = {}\nfonte = ""',
                to_json(e.denominazione), s.prima.chiamata, s.seconda.chiamata
            )
        when 'stesso_nome_altrove'
            then format(
                E'[[sposta]]\nente = {}\nunita = {}\nsotto = {}\ndal = {}-01-01\nfonte = ""',
                to_json(e.denominazione), s.prima.chiamata, to_json(s.seconda.padre), s.anno
            )
        when 'stesso_codice'
            then format(
                E'[[rinomina]]\nente = {}\nunita = {}\nnuovo = {}\ndal = {}-01-01\nfonte = ""',
                to_json(e.denominazione), s.prima.chiamata, to_json(s.nome_seconda), s.anno
            )
        when 'obiettivi_in_comune'
            then format(
                E'[[rinomina]]\nente = {}\nunita = {}\nnuovo = {}\ndal = {}-01-01\nfonte = ""',
                to_json(e.denominazione), s.prima.chiamata, to_json(s.seconda.nome), s.anno
            )
    end as dichiarazione
from strutture as s
join main.dim_ente as e on s.prima.ente_id = e.ente_id
where not exists (
    from main.struttura_successione as l
    where l.struttura_id = s.prima.struttura_id
        and l.successore_id = s.seconda.struttura_id
)
union all
select
    'persona',
    o.motivo,
    e.ente_id,
    o.prima.persona_id,
    o.prima.nome,
    o.seconda.persona_id,
    o.seconda.nome,
    o.anno,
    case o.motivo
        when 'stesse_parole' then 'le stesse parole, in altro ordine o con altri accenti o punteggiatura'
        when 'parole_in_piu' then 'le parole dell''una sono tutte nell''altra'
        else 'le stesse parole, alcune con la sola iniziale'
    end,
    o.prima.evidenza_id,
    o.seconda.evidenza_id,
    format(
        E'[[grafia]]\nente = {}\npersona = {}\nstampata = {}\nfonte = ""',
        to_json(e.denominazione), to_json(o.prima.nome), to_json(o.seconda.nome)
    )
from omonimi as o
join main.dim_ente as e on o.prima.ente_id = e.ente_id
where o.motivo is not null;
