"""Headings as plans of Italian bodies word them, each with the column that a reader takes it for.

Written down before the vocabulary was, and not taken from it. `HELD_OUT` was measured once, after the vocabulary was
done (docs/vocabolario.md says with what result), and guards it since.
"""

import pytest

from normalizers.parole import sense

PHRASES = {
    "titolo": [
        "Obiettivo", "Obiettivi", "OBIETTIVO", "Obiettivo gestionale", "Obiettivi gestionali", "Titolo obiettivo",
        "Denominazione obiettivo", "Obiettivo di performance", "Obiettivo 2024", "Obiettivi anno 2023",
        "Obiettivo PEG", "Obiettivo assegnato", "Obiettivo esecutivo", "Obiettivo specifico", "Obiettivo individuale",
        "Oggetto dell'obiettivo", "Ob.vo", "Obiettivo annuale",
    ],
    "n": [
        "N. obiettivo", "Codice obiettivo", "N. ob.", "Cod. obiettivo",
        "Numero obiettivo", "ID obiettivo", "N° Obiettivo",
    ],
    "kpi": [
        "Indicatore", "Indicatori", "KPI",
        "Indicatore di risultato", "Indicatori di performance", "Indicatore di output",
        "Indicatore di outcome", "Denominazione indicatore", "Nome indicatore", "Indicatori di misurazione",
        "Indicatore di performance", "Indicatore di misurazione dell'obiettivo", "Ind.", "Indicatore di efficacia",
    ],
    "target": [
        "Target", "Target 2024", "Target anno 2021", "Valore target",
        "Valore atteso", "Target atteso", "TARGET ANNUALE",
        "Valore obiettivo", "Performance attesa", "Valore atteso 2025", "Valori attesi", "Target programmato",
        "Valore programmato", "Target (valore atteso)", "Livello atteso", "Target al 31/12/2024",
    ],
    "peso": ["Peso", "Peso %", "Peso (%)", "Ponderazione", "Pesatura", "Peso percentuale", "PESO IN %"],
    "peso_obiettivo": ["Peso obiettivo", "Peso dell'obiettivo", "Peso ob."],
    "peso_kpi": ["Peso indicatore", "Peso dell'indicatore", "Peso ind."],
    "responsabile": [
        "Responsabile", "Dirigente", "Dirigente responsabile", "Resp.", "Responsabile obiettivo", "Referente",
        "Responsabile dell'obiettivo", "Responsabili", "Titolare obiettivo", "Posizione organizzativa",
    ],
    "direzione": ["Direzione", "Settore", "Area", "Dipartimento", "Settore responsabile", "Direzione responsabile"],
    "unita": [
        "Servizio", "Ufficio", "Unità organizzativa", "CdR", "Centro di responsabilità", "C.d.R.", "U.O.",
        "Servizio responsabile", "Ufficio responsabile", "Unità organizzativa responsabile", "Struttura responsabile",
    ],
    "scadenza": [
        "Scadenza", "Termine", "Tempi di realizzazione", "Data di scadenza", "Tempi", "Termine di realizzazione",
        "Tempistica", "Entro il", "Scadenze", "Termine previsto", "Data fine",
    ],
    "fonte": [
        "Fonte", "Fonte dati", "Fonte dei dati", "Fonti", "Fonte del dato", "Fonte di rilevazione", "Fonte di verifica",
    ],
    "azioni": [
        "Azioni", "Fasi", "Attività", "Azioni/Fasi", "Fasi di attuazione", "Descrizione attività", "Azioni previste",
        "Principali attività", "Fasi e attività", "Attività previste",
    ],
    "baseline": [
        "Baseline", "Valore iniziale", "Valore di partenza", "Valore base", "Baseline 2023", "Valore storico",
        "Dato di partenza", "Situazione di partenza",
    ],
    "risultato": [
        "Consuntivo", "Risultato raggiunto", "Valore a consuntivo", "Risultato conseguito", "Valore raggiunto",
        "Valore conseguito", "Risultati ottenuti", "Consuntivo 2024", "Valore consuntivo",
    ],
    "unita_misura": ["Unità di misura", "U.M.", "UM", "Unità misura"],
    "tipologia": ["Tipo indicatore", "Tipologia indicatore", "Tipologia di indicatore"],
    "descrizione_kpi": [
        "Formula di calcolo", "Formula", "Modalità di calcolo", "Descrizione indicatore", "Metodo di calcolo",
        "Algoritmo di calcolo", "Descrizione KPI",
    ],
    "descrizione_obiettivo": ["Descrizione obiettivo", "Descrizione dell'obiettivo", "Descrizione sintetica obiettivo"],
    "missione": ["Missione", "Missione di bilancio", "MISSIONI"],
    "programma": ["Programma", "Programmi", "Programma di bilancio"],
    "obiettivo_strategico": [
        "Obiettivo strategico", "Obiettivi strategici", "Ob. strategico", "Obiettivo strategico DUP",
    ],
    "obiettivo_operativo": ["Obiettivo operativo", "Obiettivi operativi", "Obiettivo operativo DUP", "Ob. operativo"],
    "note": ["Note", "Osservazioni", "Annotazioni", "Note e osservazioni"],
    "anno": ["Anno", "Annualità", "Anno di riferimento", "Esercizio"],
}  # fmt: skip

HELD_OUT = {
    "titolo": [
        "Obiettivo operativo/gestionale", "Obiettivo di PEG",
        "Obiettivi di gestione", "Descrizione sintetica dell'obiettivo",
        "Obiettivi della performance", "Obiettivo di miglioramento",
        "Nome obiettivo", "Obiettivo performance organizzativa",
    ],
    "n": ["Nr. obiettivo", "Num. ob.", "Codice ob.", "Obiettivo n."],
    "kpi": [
        "Indicatore di risultato atteso", "Indicatori di risultato", "Indicatore di realizzazione", "Indicatore/KPI",
        "Indicatori (KPI)", "Indicatore di processo", "Indicatore di impatto", "Key performance indicator",
        "Indicatore di qualità", "Titolo indicatore",
    ],
    "target": [
        "Target previsto", "Valore atteso anno 2024", "Risultato atteso (target)", "Target finale", "Valore previsto",
        "Target 31.12.2025", "Valore target 2024", "Valore di target", "Target fissato", "Target/valore atteso",
        "Valori target", "Livello di performance atteso",
    ],
    "peso": ["Pesi", "Peso attribuito", "Peso relativo", "Peso assegnato"],
    "peso_obiettivo": ["Pesatura obiettivo", "Peso % obiettivo", "Ponderazione obiettivo"],
    "peso_kpi": ["Peso % indicatore", "Peso KPI"],
    "responsabile": [
        "Responsabile di obiettivo", "Dirigente di riferimento", "Responsabile del servizio",
        "Resp.le", "Nominativo responsabile",
        "Responsabile (cognome e nome)", "Funzionario responsabile",
        "Responsabile attuazione", "Dirigente/Responsabile",
        "Responsabile P.O.",
    ],
    "direzione": ["Settore/Area", "Area organizzativa", "Direzione competente", "Dipartimento responsabile"],
    "unita": [
        "Servizio competente", "Centri di responsabilità", "Struttura", "Servizio/Ufficio", "Uff.", "Centro di costo",
        "Struttura organizzativa", "Unità operativa", "CDR responsabile",
    ],
    "scadenza": [
        "Data prevista", "Termine finale", "Data conclusione",
        "Scadenza prevista", "Tempi di attuazione", "Data ultimazione",
        "Tempistiche", "Termini", "Data di conclusione prevista", "Scadenza/Termine",
    ],
    "fonte": ["Fonte informativa", "Fonte/verifica", "Fonti di dati", "Fonte di misurazione", "Fonte rilevazione"],
    "azioni": [
        "Azione", "Attività/Fasi", "Fasi operative", "Azioni da realizzare", "Attività da svolgere", "Elenco attività",
        "Descrizione delle fasi", "Fase/Attività", "Modalità di attuazione",
    ],
    "baseline": [
        "Valore baseline", "Valore di base", "Base line",
        "Valore attuale", "Situazione iniziale", "Valore di riferimento",
    ],
    "risultato": [
        "Risultato a consuntivo", "Target raggiunto", "Valore effettivo", "Consuntivo al 31/12", "Risultato effettivo",
        "Dato a consuntivo", "Valore rilevato", "Risultati conseguiti",
    ],
    "unita_misura": ["Unità di mis.", "Unita' di misura", "U. di M."],
    "tipologia": ["Tipo di indicatore", "Tipologia KPI", "Natura indicatore"],
    "descrizione_kpi": [
        "Criterio di calcolo", "Formula indicatore", "Metodologia di calcolo", "Modalità di misurazione",
    ],
    "descrizione_obiettivo": ["Descrizione estesa obiettivo", "Dettaglio obiettivo", "Descr. obiettivo"],
    "missione": ["Missione DUP", "Missione n."],
    "programma": ["Programma DUP", "Programma D.U.P."],
    "obiettivo_strategico": [
        "Obiettivo strategico di riferimento", "Obiettivo strategico (DUP)", "Obiettivi strategici DUP",
    ],
    "obiettivo_operativo": [
        "Obiettivo operativo di riferimento", "Obiettivo operativo (DUP)", "Obiettivo operativo SEO",
    ],
    "note": ["Note/Osservazioni", "Eventuali note", "Commenti"],
    "anno": ["Anni", "Anno di attuazione", "Esercizio finanziario"],
}  # fmt: skip

OTHER = [
    "Stakeholder", "Area strategica", "Codice indicatore",
    "Risorse umane", "Grado di raggiungimento", "% di realizzazione",
    "Target raggiunto anno precedente", "Tipologia", "Risultato", "Valore", "Descrizione", "N.", "Assessore",
    "Risorse finanziarie", "Priorità", "Indirizzo strategico", "Soggetti coinvolti", "Scostamento", "Target minimo",
    "Valore soglia", "Rischio", "Missione/Programma", "Peso area", "Responsabile del dato", "Data di nascita",
    "Importo", "Capitolo", "Anno di nascita", "Tempo medio",
    "Stato di attuazione", "Responsabilità", "Missione istituzionale",
    "Indicatore temporale di pagamento", "Obiettivo di servizio SOSE", "Media triennio", "Unità di personale",
    "Area di rischio", "Settore scientifico disciplinare", "Servizio esternalizzato", "Fonte di finanziamento",
    "Termine di legge", "Note di credito", "Attività formativa",
    "Fase del processo", "Valore aggiunto", "Valore catastale",
    "Direzione lavori", "Ufficio postale", "Azioni possedute", "Ultimo target conseguito", "Programma elettorale",
]  # fmt: skip
"""Headings that alone tell no column, or another one than the words in them suggest."""

AMBIGUOUS = {"Tipologia", "Risultato", "Descrizione", "N."}
"""Headings of `OTHER` that the columns beside them make a field."""
SENSES = {
    "target": {"target_raw"},
    "peso_kpi": {"peso_indicatore"},
    "direzione": {"struttura_1", "struttura_2"},
    "unita": {"struttura_3", "struttura_4", "struttura_5"},
    "scadenza": {"scadenza_raw"},
    "azioni": {"azioni_raw"},
    "baseline": {"baseline_raw"},
    "risultato": {"risultato_raw"},
    "descrizione_kpi": {"formula", "descrizione_indicatore"},
    "anno": {"anno_raw"},
}
"""What a heading alone means; where it isn't here, the name of the column."""
NOT_MAPPED = {
    "Obiettivo operativo/gestionale", "Risultato atteso (target)", "Settore/Area",
    "Servizio/Ufficio", "Centro di costo",
    "Valore di riferimento",
}  # fmt: skip
"""What the vocabulary took for nothing when it was measured on `HELD_OUT`."""


def expected(name):
    return SENSES.get(name, {name})


@pytest.mark.parametrize(("name", "phrase"), [(name, phrase) for name, own in PHRASES.items() for phrase in own])
def test_heading_is_understood(name, phrase):
    assert sense(phrase).name in expected(name)


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda text: text.replace("à", "a'"), " {}: ".format])
@pytest.mark.parametrize("phrase", ["Unità di misura", "Obiettivi", "Centro di responsabilità", "Valore atteso"])
def test_case_accents_and_signs_change_nothing(phrase, change):
    assert sense(change(phrase)) == sense(phrase)


@pytest.mark.parametrize("printed", ["Indica tore", "Indicat ore", "I N D I C A T O R E"])
def test_word_that_a_line_end_cuts_is_put_together(printed):
    assert sense(printed).name == "kpi"


@pytest.mark.parametrize("heading", ["Area obiettivo", "Servizio obiettivo", "Anno target", "Risultato indicatore"])
def test_first_word_tells_what_a_heading_is_of(heading):
    assert sense(heading) is None


NOTES = ["Target (anno precedente)", "Target (valore iniziale)", "Obiettivo (indicatore)", "Indicatore (peso)"]


@pytest.mark.parametrize("heading", NOTES)
def test_note_in_parentheses_that_says_something_else_counts(heading):
    assert sense(heading) is None


@pytest.mark.parametrize(
    ("heading", "name"), [("Valore (target)", "target_raw"), ("Peso (obiettivo)", "peso_obiettivo")]
)
def test_note_in_parentheses_that_says_what_it_is_counts(heading, name):
    assert sense(heading).name == name


@pytest.mark.parametrize("note", ["(eventuale)", "(max 200 caratteri)", "(da compilare se l'indicatore è un prodotto)"])
def test_note_in_parentheses_that_says_nothing_does_not_count(note):
    assert sense(f"Azioni {note}").name == "azioni_raw"


def test_held_out_headings_are_never_taken_for_another_column():
    wrong = {
        (name, phrase): found.name
        for name, phrases in HELD_OUT.items()
        for phrase in phrases
        if phrase not in NOT_MAPPED and (found := sense(phrase)) is not None and found.name not in expected(name)
    }
    assert wrong == {("titolo", "Descrizione sintetica dell'obiettivo"): "descrizione_obiettivo"}


@pytest.mark.parametrize("phrase", [phrase for phrase in OTHER if phrase not in AMBIGUOUS])
def test_heading_of_something_else_has_no_field(phrase):
    found = sense(phrase)
    assert found is None or found.name == "noti"
