// Package storetest is the contract of schemas/store, as tests that every
// dialect passes.
package storetest

import (
	"testing"

	"github.com/carif-oref/passerelle/schemas/store"
)

// Open gives a new, empty store, closed when the test ends.
type Open func(testing.TB) *store.Store

// Run checks that the stores that open gives keep the contract.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *store.Store)
	}{
		{"runs begin, end and are given latest first", runsInOrder},
		{"a run found running is abandoned", runAbandoned},
		{"a run that did not begin does not end", runUnknown},
		{"a run begins once", runTwice},

		{"records come back as they were kept", recordsRoundTrip},
		{"look-ups leave out what is not known", lookUps},
		{"look-ups by what records belong to", lookUpsByOwner},
		{"batches of every size are whole", batchSizes},
		{"of two records with one ID the last stands", lastOfTwoStands},
		{"the same records kept again change nothing", keptAgain},
		{"a record that differs is replaced", replaced},
		{"all records can be kept again as they come", codifiedAgain},

		{"an error undoes the whole load", errorUndoes},
		{"a panic undoes the whole load", panicUndoes},
		{"a cancelled context undoes the whole load", cancelUndoes},
		{"what breaks an invariant undoes the whole load", invariantsUndo},
		{"readers see the old state until the load returns", readersSeeOldState},
		{"readers and loads together never show half a load", readersAndLoads},

		{"deliveries keep their first name", deliveryFirstName},
		{"a delivery is loaded once a load of it is committed", deliveryLoaded},
		{"findings come back as they were recorded", findingsRoundTrip},

		{"offers come in order, whole", offersInOrder},
		{"offers come from one state", offersFromOneState},
		{"reading that stops early frees what it took", stoppedReadings},
		{"an empty catalogue has no offer", noOffer},
		{"offers say when they came in and last changed", offersDated},
		{"a source says when its records were created", offersDatedBySource},
		{"instants are the same in a copy", func(t *testing.T, s *store.Store) { instantsCopied(t, s, open(t)) }},

		{"verdicts are written only when they change", verdictHistory},
		{"verdicts on records that are gone are closed", verdictsClosed},
		{"a ledger keeps several targets in one pass", severalTargets},
		{"verdicts that do not account for the catalogue are refused", verdictsRefused},
		{"the ledger of a run can be made again", ledgerAgain},
		{"large ledgers agree with what was given", largeLedger},
		{"publications: the last of each target", lastPublications},

		{"what a delivery makes of a record in each state", statements},
		{"the rule signs what it changes the state of", ruleDecides},
		{"only what was validated leaves", onlyValidatedLeaves},
		{"what awaits is given in order", awaitingInOrder},
		{"a new codification changes both documents", codedAnewTwice},
		{"organismes can be coded anew", organismesCodedAnew},
		{"what a complete delivery leaves out", absentFromDelivery},
		{"every state from every other", transitions},
		{"decisions that cannot be are refused, all of them", decisionsRefused},
		{"all that a run brought is decided at once", decideAll},
		{"requests are asked again by later deliveries", requestsAskedAgain},
		{"requests are decided and applied together", requestsDecided},
		{"a run is taken back exactly", unloaded},
		{"a run is taken back with the states", unloadedStates},
		{"a run that others built on is not taken back", unloadRefused},
		{"a file loaded twice is taken back from the last", unloadSameFile},
		{"requests of a run that is taken back", unloadRequests},
		{"a SIRET goes back to the organisme that had it", unloadSIRET},
		{"a rehearsal leaves nothing", rehearsed},
		{"the mark of the records", marked},

		{"referentials are replaced whole", referentialsReplaced},
		{"a referential that fails leaves the old one", referentialFails},
		{"versions: the current one and the others", versions},
		{"a version says what it changed", versionsCompared},
		{"a version that is not accepted leaves the old one", versionRefused},
		{"thesauri and registers come back as they were kept", thesaurusRoundTrip},
		{"where each referential is", referentialsStand},

		{"the worklist groups those that ask the same", tasksGrouped},
		{"tasks are replaced formation by formation", tasksReplaced},
		{"tasks of a run that is taken back", tasksUnloaded},
		{"choices last, and are kept as history", choices},

		{"a session's whole way to the partners", wholeWay},
		{"what awaits beside a record is told", awaitedBeside},
		{"records are found by all that names them", foundByAll},
		{"the ledger says what a person knows records by", ledgerLines},
		{"acknowledgements: the last of each record", acknowledgements},
		{"fetches: the last first, whole or not", fetches},
		{"sendings keep a line each", pushes},
		{"publications that somebody may come back to", publicationsInUse},
		{"publications are held, released, refused", publicationsFiltered},
		{"a run that held a feed", runHeld},
		{"partners and their tokens", partners},
		{"a firing is tried again, taken over, done", firings},
		{"a firing is claimed once", firingClaimedOnce},
		{"files of which nothing was taken", filesRefused},
		{"mails are sent once", mails},
		{"mails that were put off are brought forward", hastened},
		{"the journal is summed up", journalCounts},
		{"findings are counted by rule", findingCounts},
		{"the vitals of the database", vitals},

		{"a trace says all that is known", trace},
		{"a trace of what is unknown says so", traceUnknown},
		{"look-ups take any text", hostileLookUps},
		{"any text is kept", func(t *testing.T, s *store.Store) { hostileTexts(t, s, open(t)) }},
		{"a name of any length is kept", func(t *testing.T, s *store.Store) { longNames(t, s, open(t)) }},
		{"the summary counts", summary},
		{"what was committed is there after reopening", reopened},
		{"random loads agree with a model", randomLoads},
		{"what two stores hold is compared", func(t *testing.T, s *store.Store) { dumpIsCanonical(t, s, open(t)) }},
		{"a copy holds the same, and works", func(t *testing.T, s *store.Store) {
			Random(t, s, open(t), 7, 120)
			Copied(t, s, open(t))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			c.test(t, s)
			if err := s.Integrity(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}
