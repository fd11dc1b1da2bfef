package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCodifyEvalMeasuresTitlesAgainstTheirLabels(t *testing.T) {
	dir, _ := sample(t)
	file := filepath.Join(dir, "titres.csv")
	if err := os.WriteFile(file, []byte("title;code_certifinfo\nMention complémentaire aide à domicile (2 ans);22077\nCAP conchyliculture (maritime);31932\nAstrologie;22077\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	referentials := filepath.Join(dir, "referentials")
	config := filepath.Join(dir, configName)
	m := decode[measured](t, must(t, exitDone, "codify", "eval", file, "--config", config, "--referentials", referentials, "--json").stdout)
	if m.Rows != 3 || m.CertifInfo == nil || m.Codes != nil {
		t.Fatalf("measured %+v, want three titles of Certif Info and none else", m)
	}
	if hits := m.CertifInfo.Family.Top1 * 3; hits < 1.9 || hits > 2.1 {
		t.Errorf("family top-1 %.2f, want the two titles that name their certification", m.CertifInfo.Family.Top1)
	}
	if out := must(t, exitDone, "codify", "eval", file, "--config", config, "--errors").stdout; !strings.Contains(out, "« Astrologie » : attendu 22077") {
		t.Errorf("the errors are not told:\n%s", out)
	}
	if _, err := os.Stat(filepath.Join(dir, "catalogue.db")); err == nil {
		t.Error("measuring made a store")
	}
	must(t, exitFailed, "codify", "eval", filepath.Join(dir, "nowhere.csv"), "--config", config)
}

// TestCodifyEvalTellsWhatItDoesNotCount holds what a file has that no figure shows:
// rows without a title or a label, labels of no version, values that are no code.
func TestCodifyEvalTellsWhatItDoesNotCount(t *testing.T) {
	dir, config := sample(t)
	file := filepath.Join(dir, "titres.csv")
	const rows = "rncp_rs;rome;code_certifinfo;title\n" +
		"RNCP718;;22077;Mention complémentaire aide à domicile\n" +
		";;;Astrologie\n" + // no label
		"718|RS5;K1302|pas un code;;Aide à domicile\n" +
		";K1302;;Auxiliaire de vie\n" + // nothing to hide of it
		";Z9999;;Astrologie\n" + // a code of no version
		";K1302;;\n" + // no title
		";;99;\"Astrologie\nappliquée\"\n"
	if err := os.WriteFile(file, []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	eval := []string{"codify", "eval", file, "--exclude-self", "--config", config}
	m := decode[measured](t, must(t, exitDone, append(eval, "--json")...).stdout)
	if m.Rows != 6 || m.Refused != 1 || m.Unlabelled != 1 || m.Unhidden != 2 || m.Unknown != (unknownLabels{CertifInfo: 1, ROME: 1}) {
		t.Errorf("measured %+v", m)
	}
	if m.CertifInfo.N != 2 || m.Codes.ROME.N != 3 || len(m.CertifInfo.Errors) != 1 || m.CertifInfo.Errors[0].Line != 8 {
		t.Errorf("of Certif Info %+v, of ROME %+v", m.CertifInfo, m.Codes.ROME)
	}
	out := must(t, exitDone, eval...).stdout
	for _, said := range []string{"1 ligne sans intitulé", "1 ligne sans code", "2 lignes sans rncp_rs", "1 ligne dont le code n'est pas dans Certif Info",
		"1 ligne dont aucun code ROME", "« pas un code » n'est pas un code ROME", "(ligne 4, rome)"} {
		if !strings.Contains(out, said) {
			t.Errorf("%q is not in\n%s", said, out)
		}
	}
}

func TestCodifyEvalOfNothingToMeasure(t *testing.T) {
	dir, config := sample(t)
	for name, of := range map[string]struct{ text, says string }{
		"no label":        {"title\nBTS\n", "no title with a label"},
		"no label at all": {"title;rome\nBTS;\n", "no title with a label"},
		"no title column": {"intitule;rome\nBTS;K1302\n", "missing columns: title"},
		"header alone":    {"title;rome\n", "no row below the header"},
		"nothing":         {"", "empty file"},
		"Unicode text":    {"\xff\xfet\x00i\x00", "UTF-16"},
	} {
		file := filepath.Join(dir, "vide.csv")
		if err := os.WriteFile(file, []byte(of.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if out := must(t, exitFailed, "codify", "eval", file, "--config", config); !strings.Contains(out.stderr, of.says) {
			t.Errorf("%s: %q is not in %s", name, of.says, out.stderr)
		}
	}
}

// TestCodifyTextReadsNumbersAsANightDoes asks about titles that cite a register.
func TestCodifyTextReadsNumbersAsANightDoes(t *testing.T) {
	dir, config := sample(t)
	known := decode[[]designated](t, must(t, exitDone, "codify", "text", "Mention complémentaire aide à domicile", "--config", config, "--json").stdout)
	if len(known) != 1 || len(known[0].Certifications) == 0 {
		t.Fatalf("%+v", known)
	}
	code := known[0].Certifications[0].Code
	got := decode[[]designated](t, must(t, exitDone, "codify", "text", code, "Astrologie", "--config", config, "--json").stdout)
	if len(got) != 2 || len(got[0].Certifications) == 0 || got[0].Certifications[0].Code != code || !strings.Contains(got[0].Certifications[0].Preuve, "est le code") {
		t.Errorf("%s: %+v", code, got)
	}
	if len(got) == 2 && len(got[1].Certifications) != 0 {
		t.Errorf("nothing is known of astrology, and: %+v", got[1].Certifications)
	}
	if _, err := os.Stat(filepath.Join(dir, "catalogue.db")); err == nil {
		t.Error("asking made a store")
	}
}
