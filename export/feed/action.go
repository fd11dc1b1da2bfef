package feed

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// group is one action of a formation, whatever a target takes of its sessions:
// its number must not change because a session of it has ended.
type group struct {
	id       string
	stated   string // number that the source gives it
	sessions []int  // indexes in the offer, ordered by session ID
	instants offre.Horodatage
}

// maxID is how long a number may be: consumers store 32 characters.
const maxID = 32

// actionsOf groups the sessions of one formation into actions, ordered by number.
// Sessions that agree on their modalities form one action, unless the source
// numbers them apart; those it does not number join the first that agrees. The
// number is the stated one, with a suffix where the source gives the same number
// to different modalities, or else the smallest session ID.
func actionsOf(sessions []offre.Session) []group {
	if len(sessions) == 0 {
		return nil
	}
	groups := partition(sessions)
	number(groups, sessions)
	slices.SortFunc(groups, func(a, b group) int { return cmp.Compare(a.id, b.id) })
	return groups
}

// partition gives the groups in the order of their smallest session ID.
func partition(sessions []offre.Session) (groups []group) {
	at := map[string]int{} // modalities and stated number → group
	first := map[string]string{}
	order := byID(sessions)
	keys := make([]string, len(sessions))
	for _, i := range order {
		keys[i] = identity(sessions, i)
		if stated := sessions[i].Action; stated != "" && first[keys[i]] == "" {
			first[keys[i]] = stated
		}
	}
	for _, i := range order {
		stated := cmp.Or(sessions[i].Action, first[keys[i]])
		key := stated + "\x00" + keys[i]
		g, known := at[key]
		if !known {
			g, at[key] = len(groups), len(groups)
			groups = append(groups, group{stated: stated})
		}
		groups[g].sessions = append(groups[g].sessions, i)
	}
	return groups
}

func byID(sessions []offre.Session) []int {
	order := make([]int, len(sessions))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(sessions[a].ID, sessions[b].ID) })
	return order
}

// identity is the same for sessions that agree on all their modalities. It is
// their JSON, where an empty list and an absent one are alike; a session that is
// alone has nobody to agree with.
func identity(sessions []offre.Session, i int) string {
	if len(sessions) == 1 {
		return ""
	}
	text, err := json.Marshal(sessions[i].Modalites)
	if err != nil {
		return sessions[i].ID // text and numbers always marshal; were it to fail, the session stands alone
	}
	return string(text)
}

// number gives each group its number; stated ones first, so that none is taken by
// a session ID that happens to be alike.
func number(groups []group, sessions []offre.Session) {
	used := map[string]bool{"": true}
	for i := range groups {
		if groups[i].stated != "" {
			groups[i].id = free(groups[i].stated, smallest(groups[i], sessions), used)
		}
	}
	for i := range groups {
		if groups[i].stated == "" {
			id := smallest(groups[i], sessions)
			groups[i].id = free(id, id, used)
		}
	}
}

func smallest(g group, sessions []offre.Session) string { return sessions[g.sessions[0]].ID }

// free is the wanted number, or the first of wanted-2, wanted-3… that is not used;
// other stands in for wanted when a suffix would make it too long.
func free(wanted, other string, used map[string]bool) string {
	id := wanted
	for n := 2; used[id]; n++ {
		suffix := fmt.Sprintf("-%d", n)
		if len(wanted)+len(suffix) > maxID && len(other) < len(wanted) {
			wanted, id, n = other, other, 1
			continue
		}
		id = wanted + suffix
	}
	used[id] = true
	return id
}
