package report_test

import (
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

var rules = []finding.Rule{
	{Code: "siret-cle", Severity: finding.Error, Sentence: "SIRET dont la clé de contrôle est fausse.", Remedy: "Vérifier le SIRET sur l'avis de situation de l'INSEE."},
	{Code: "date-inexistante", Severity: finding.Error, Sentence: "Date qui n'existe pas au calendrier.", Remedy: "Corriger la date dans le classeur."},
	{Code: "certification-remplacee", Severity: finding.Warning, Sentence: "Certification remplacée par une autre.", Remedy: "Nommer la nouvelle certification si la formation y prépare."},
	{Code: "session-sans-contact", Severity: finding.Warning, Sentence: "Session sans contact.", Remedy: "Donner un contact, et un seul, par session."},
	{Code: "majuscules", Severity: finding.Info, Sentence: "Texte tout en majuscules, remis en minuscules."},
	{Code: "siret-zero", Severity: finding.Info, Sentence: "Zéro initial perdu par le tableur, remis."},
	{Code: "telephone", Severity: finding.Info, Sentence: "Numéro de téléphone remis en forme."},
}

// found is a small week of findings, with what strangers' files can hold.
func found() *report.Findings {
	f := report.NewFindings(rules, 5)
	in := func(sheet string, row int, column, header string) finding.Place {
		return finding.Place{File: "nautis-2026-09.xlsx", Sheet: sheet, Row: row, Column: column, Header: header}
	}
	for i := range 7 {
		f.Add(finding.Finding{Rule: "siret-cle", Severity: finding.Error, Place: in("Formations", 12+i, "B", "SIRET de l'organisme responsable"),
			Value: fmt.Sprintf("7328293200007%d", i), Message: fmt.Sprintf("Le SIRET « 7328293200007%d » est faux : sa clé de contrôle ne correspond pas.", i)})
	}
	f.Add(finding.Finding{Rule: "date-inexistante", Severity: finding.Error, Place: in("Sessions", 31, "F", "Date de fin"),
		Value: "31/02/2027", Message: "Le 31 février 2027 n'existe pas."})
	for i := range 12 {
		f.Add(finding.Finding{Rule: "certification-remplacee", Severity: finding.Warning, Record: fmt.Sprintf("04_F%03d", i), Place: in("Formations", 40+i, "F", "Certification préparée (Certif Info)"),
			Value: "80735", Message: "La certification 80735 est remplacée par 106155 : les codes viennent de la nouvelle."})
	}
	f.Add(finding.Finding{Rule: "session-sans-contact", Severity: finding.Warning, Place: in("Sessions", 8, "P", "Contact - nom"), Value: "<script>alert(1)</script>", Message: "La session n'a pas de contact."})
	for i := range 1240 {
		f.Add(finding.Finding{Rule: "majuscules", Place: in("Formations", 2+i, "D", "Intitulé"), Value: "CAP CUISINE", After: "Cap cuisine", Message: "L'intitulé était en majuscules."})
	}
	for i := range 31 {
		f.Add(finding.Finding{Rule: "siret-zero", Place: in("Organismes", 2+i, "B", "SIRET"), Value: "1234567890123", After: "01234567890123", Message: "Un zéro a été remis en tête."})
	}
	f.Add(finding.Finding{Rule: "telephone", Place: in("Organismes", 3, "K", "Téléphone"), Value: "=HYPERLINK(\"http://x\")", After: "02 31 00 00 01", Message: "Le téléphone a été remis en forme."})
	f.Add(finding.Finding{Rule: "regle-sans-phrase", Message: "Une règle que personne n'a décrite."})
	return f
}

func verdicts() *report.Verdicts {
	v := report.NewVerdicts(2)
	for i := range 4 {
		v.Add(journal.Verdict{Target: "aude", Kind: "formation", Record: fmt.Sprintf("04_F1%02d", i), Reason: "sans-dispositif", Sentence: "aucune de ses 2 sessions n'est retenue ; par exemple, la session est en apprentissage"})
		v.Add(journal.Verdict{Target: "aude", Kind: "session", Record: fmt.Sprintf("S1%02d", i), Reason: "session-terminee-depuis", Sentence: "la session s'est terminée le 12/06/2026, depuis plus de 30 jours"})
		v.Add(journal.Verdict{Target: "imilo", Kind: "formation", Record: fmt.Sprintf("04_F2%02d", i), Reason: "contenu", Sentence: "le contenu pédagogique de la formation n'est pas renseigné"})
		v.Add(journal.Verdict{Target: "intercarif", Kind: "formation", Record: "04_F001", Exported: true})
	}
	v.Add(journal.Verdict{Target: "intercarif", Kind: "formation", Record: "04_F300", Reason: "lheo-incomplet", Sentence: "LHEO exige le nom de l'organisme responsable (organisme-formation-responsable/nom-organisme), que le catalogue n'a pas"})
	return v
}

func sample() report.Report {
	at := time.Date(2026, 9, 16, 2, 15, 0, 0, time.UTC)
	v := verdicts()
	target := func(name, title string, state journal.PublicationState, formations, sessions int, why, whySessions map[string]int) report.Target {
		return report.Target{
			Name: name, Title: title, Examples: v.Of(name),
			Publication: journal.Publication{Target: name, Run: "20260916T021500Z-1f3a", State: state, SHA256: "8c1f", Size: 1 << 20,
				Formations: formations, Actions: sessions, Sessions: sessions, At: at, Defaulted: map[string]int{"action/modalites-alternance": sessions, "objectif-formation": 31}},
			Tallies: []journal.Tally{
				{Target: name, Kind: "formation", Total: 1240, Exported: formations, Excluded: why},
				{Target: name, Kind: "session", Total: 2110, Exported: sessions, Excluded: whySessions},
			},
			Labels: map[string]string{"sans-dispositif": "en apprentissage ou en formation initiale", "session-terminee-depuis": "terminées depuis plus de 30 jours",
				"contenu": "sans contenu pédagogique", "aucune-session-retenue": "dont toutes les sessions sont écartées, pour des motifs différents", "responsable-siret": "sans SIRET valide pour l'organisme responsable"},
		}
	}
	imilo := target("imilo", "I-Milo", journal.Held, 310, 420, map[string]int{"contenu": 918, "lheo-incomplet": 12}, map[string]int{"contenu": 1678, "lheo-incomplet": 12})
	imilo.Publication.Error = "le flux passerait de 980 à 310 formations, une baisse de plus de 50 % : à vérifier avant publication"
	imilo.InPlace, imilo.Advice = "15/09/2026", "comparer avec le flux en place, puis « passerelle release imilo » pour le publier."
	imilo.Changes = &report.Changes{Since: "2026-09-15", Gone: 670}
	imilo.History = past(at, 980, 981, 978, 982, 980, 310)
	imilo.History[5].State = journal.Held
	national := target("intercarif", "Base nationale du Réseau des Carif-Oref (intercarif)", journal.Published, 1228, 2098, map[string]int{"lheo-incomplet": 12}, map[string]int{"lheo-incomplet": 12})
	national.Changes = &report.Changes{Since: "2026-09-15", New: 40, Changed: 12, Gone: 1, Fields: map[string]int{"dates": 9, "codes": 3},
		Examples: []string{"« CAP cuisine » (04_F900) est nouvelle", "« CAP <boulanger> » (04_F300) n'est plus diffusée : la formation est archivée"}}
	national.History = past(at, 1100, 1102, 1150, 1189, 1189, 1228)
	return report.Report{
		Version:   "1.0.0",
		Run:       journal.Run{ID: "20260916T021500Z-1f3a", Date: at, StartedAt: at, FinishedAt: at.Add(42 * time.Second), State: journal.DoneRefusals},
		Catalogue: report.Catalogue{Records: report.Records{Organismes: 38, Formations: 1240, Sessions: 2110}, Awaiting: report.Records{Formations: 7, Sessions: 12}},
		Loads: []journal.Load{
			{File: "nautis-2026-09.xlsx", Sheet: "Organismes", Counts: journal.Counts{Read: 38, Added: 2, Unchanged: 35, SetAside: 1}},
			{File: "nautis-2026-09.xlsx", Sheet: "Formations", Counts: journal.Counts{Read: 1259, Added: 40, Changed: 12, Unchanged: 1188, Refused: 7, SetAside: 12}},
			{File: "nautis-2026-09.xlsx", Sheet: "Sessions", Counts: journal.Counts{Read: 2111, Added: 310, Changed: 55, Unchanged: 1745, Refused: 1}},
			{File: "rco-apprentissage-un-nom-de-fichier-vraiment-long.xlsx", Counts: journal.Counts{Read: 4262, Added: 4262}},
		},
		Known:        []journal.Delivery{{SHA256: "1f", Name: "bocage-2026-08.xlsx", Size: 10, ReceivedAt: at}},
		Findings:     found().ByRule(),
		Codification: report.Codification{Inherited: 820, Replaced: 74, Text: 41, Decided: 9, Typed: 150, Proposed: 60, Unknown: 16, None: 70},
		Worklist: report.Worklist{Total: 61, ByKind: []report.Asked{{Kind: journal.TaskCertification, N: 58}, {Kind: journal.TaskROME, N: 1}, {Kind: journal.TaskSuccession, N: 2}},
			First: []journal.TaskGroup{{Formations: 14, Task: journal.Task{Key: "c-1f3a", Kind: journal.TaskCertification, Text: "Titre pro <agent> de propreté", Why: "Deux certifications se valent.",
				Proposals: []journal.Proposal{{Code: "103617", Libelle: "Titre professionnel agent de propreté et d'hygiène", Confiance: 0.71, Preuve: "les mots « agent » et « propreté »"}}}}}},
		Referentials: []report.Referential{
			{Version: nomenclature.Version{Referential: nomenclature.CertifInfo, File: "certif_info.csv", Label: "2024-09", Rows: 10067, LoadedAt: at,
				Diff: nomenclature.Diff{Before: 10001, Added: 66, Changed: 412}}, New: true, MaxDays: 45},
			{Version: nomenclature.Version{Referential: nomenclature.ROME, Publisher: "France Travail", File: "unix_referentiel_code_rome_v460_utf8.csv", Label: "4.60", Rows: 1584, Refused: 1,
				LoadedAt: at.AddDate(-2, 0, 0)}, AgeDays: 730, MaxDays: 400, Stale: true, Trouble: "404 Not Found"},
		},
		NeverLoaded: []nomenclature.Referential{nomenclature.RNCP},
		Targets: []report.Target{
			national,
			target("aude", "AUDE Formation", journal.Same, 640, 901, map[string]int{"sans-dispositif": 400, "session-terminee-depuis": 150, "aucune-session-retenue": 38, "responsable-siret": 7, "lheo-incomplet": 5},
				map[string]int{"sans-dispositif": 800, "session-terminee-depuis": 397, "responsable-siret": 7, "lheo-incomplet": 5}),
			imilo,
			target("informetiers", "informetiers.info", journal.Published, 1240, 2110, nil, nil),
		},
		FindingsFile: "constats.csv",
	}
}

// past is one feed a day, up to the day given.
func past(last time.Time, formations ...int) (list []report.Past) {
	for i, n := range formations {
		list = append(list, report.Past{Run: fmt.Sprintf("r%d", i), At: last.AddDate(0, 0, i+1-len(formations)), State: journal.Published, Formations: n, Sessions: 2 * n})
	}
	return list
}
