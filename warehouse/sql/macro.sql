-- Keys from business facts, the same on every machine; temporary, so that published files don't depend on them.
-- chr(31) stands between the parts, as in warehouse/documents.py.
create or replace temp macro chiave(parti) as left(md5(array_to_string(parti, chr(31))), 16);

-- Units: named within their parent; none where the print leaves the name empty.
create or replace temp macro chiave_struttura(ente, livello, padre, nome) as
    case when nome <> '' then chiave(['struttura', ente, livello, upper(padre), upper(nome)]) end;

create or replace temp macro chiave_persona(ente, nominativo) as
    case when nominativo <> '' then chiave(['persona', ente, upper(nominativo)]) end;

-- Objectives: named within their act and their parent; none where the print leaves the text empty.
create or replace temp macro chiave_strategico(atto, codice, strategico) as
    case when strategico <> '' then chiave([atto, 'strategico', codice, upper(strategico)]) end;

create or replace temp macro chiave_operativo(atto, codice, strategico, programma, operativo) as
    case when operativo <> '' then
        chiave([atto, 'operativo', codice, upper(strategico), programma, upper(operativo)])
    end;

create or replace temp macro chiave_peg(atto, cdr, programma, operativo, gestionale) as
    chiave([atto, 'peg', upper(cdr), programma, upper(operativo), upper(gestionale)]);

-- Objectives of which the print repeats the name in each of their rows.
create or replace temp macro chiave_voce(atto, tabella, gruppo, numero, titolo) as
    chiave([atto, tabella, upper(gruppo), coalesce(nullif(numero, ''), upper(titolo))]);

-- A list printed from the outermost cell to the innermost, in one line.
create or replace temp macro in_riga(voci) as array_to_string(voci, ' > ');

-- Levels: what main.dim_livello recognises in a printed text; none where no line or lines of two levels do.
create or replace temp macro livello_di(scritto_in, testo) as (
    select case when count(distinct livello) = 1 then any_value(livello) end
    from main.dim_livello
    where campo = scritto_in
        and regexp_matches(lower(strip_accents(testo)), modello)
);

-- The number that a text is, in Italian print, without its unit; none where the text holds anything else.
create or replace temp macro numero_stampato(testo) as
    try_cast(replace(regexp_extract(testo, '^\s*([+-]?\d+(?:,\d+)?)\s*(?:%|punti|punto)?\s*$', 1), ',', '.') as double);
