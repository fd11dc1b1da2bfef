package lheo

import "testing"

func TestPlainText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain text stays", "a < b et c > d & e", "a < b et c > d & e"},
		{"a word in brackets is no tag", "voir <nom de l'organisme> et <www.exemple.fr>", "voir <nom de l'organisme> et <www.exemple.fr>"},
		{"paragraphs", "<p>Un</p><p>Deux</p>", "Un\n\nDeux"},
		{"line break", "Un<br>Deux<br/>Trois<BR />Quatre", "Un\nDeux\nTrois\nQuatre"},
		{"list", "Vous saurez :<ul><li>cuire</li><li> dresser </li></ul>", "Vous saurez :\n- cuire\n- dresser"},
		{"empty item", "<ul><li></li><li>un</li></ul>", "- un"},
		{"emphasis", "un <b>mot</b> <span style=\"color:red\">fort</span>", "un mot fort"},
		{"line ends kept without blocks", "un <b>mot</b>\nautre ligne", "un mot\nautre ligne"},
		{"line ends dropped with blocks", "<p>un\nmot</p>", "un mot"},
		{"table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"},
		{"script", "a<script>alert('<p>')</script>b", "ab"},
		{"style", "<style>p{}</style><p>a</p>", "a"},
		{"comment", "a<!-- <p> -->b<br>c", "ab\nc"},
		{"comment without end", "a<!-- b <br> c", "a<!-- b\nc"},
		{"entities", "Caf&eacute; &amp; th&#233; &#x1F600;&nbsp;!", "Café & thé 😀 !"},
		{"entity without semicolon stays", "AT&T, R&D, a&copy b", "AT&T, R&D, a&copy b"},
		{"unknown entity stays", "&inconnu;", "&inconnu;"},
		{"escaped html", "&lt;p&gt;Un&lt;/p&gt;&lt;p&gt;l&amp;eacute;&lt;/p&gt;", "Un\n\nlé"},
		{"tag without end", "a <b et la suite", "a <b et la suite"},
		{"office tags", "<o:p>a</o:p>", "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := plainText(c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"un deux trois", 10, "un deux…"},
		{"un deux trois", 8, "un deux…"},
		{"un deux, trois", 9, "un deux…"},
		{"anticonstitutionnellement", 10, "anticonst…"},
		{"élève après élève", 12, "élève après…"},
		{"été\nhiver", 5, "été…"},
	} {
		if got := shortened(c.in, c.n, "…"); got != c.want {
			t.Errorf("shortened(%q, %d) is %q, want %q", c.in, c.n, got, c.want)
		}
	}
}
